using System.Diagnostics;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Runs programs to completion.</summary>
internal static class Commands
{
    /// <exception cref="InvalidOperationException">The program has failed.</exception>
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
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {output}{await error}");
    }

    /// <summary>Returns the first line with a version, whether the program prints it to standard output or standard error.</summary>
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
