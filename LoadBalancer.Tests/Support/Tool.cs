using CliWrap;
using CliWrap.Buffered;

namespace LoadBalancer.Tests.Support;

/// <summary>A program of the machine's that a test uses as a client.</summary>
internal static class Tool
{
    /// <summary>Runs it and gives what it printed, whatever its exit code.</summary>
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
