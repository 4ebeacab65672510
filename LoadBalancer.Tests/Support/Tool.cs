using CliWrap;
using CliWrap.Buffered;

namespace LoadBalancer.Tests.Support;

/// <summary>Runs a program installed on the machine that a test uses as a client.</summary>
internal static class Tool
{
    /// <summary>Runs the program and returns its output, whatever its exit code.</summary>
    public static async Task<BufferedCommandResult> RunAsync(string name, params string[] arguments)
    {
        var path = Missing.FindOnPath(name) ?? throw Missing.Tool(name);
        return await Cli.Wrap(path)
            .WithArguments(arguments)
            .WithWorkingDirectory(Path.GetTempPath())
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }
}
