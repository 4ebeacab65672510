using System.Diagnostics;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Programs that are run to their end.</summary>
internal static class Commands
{
    /// <exception cref="InvalidOperationException">It has failed.</exception>
    public static async Task<string> RunAsync(string cores, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("taskset", ["-c", cores, program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} has failed: {output}{await error}");
    }

    /// <summary>The first line that says a version, wherever the program says it.</summary>
    public static async Task<string> VersionOfAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return text.Split('\n').First(line => line.Any(char.IsAsciiDigit)).Trim();
    }
}
