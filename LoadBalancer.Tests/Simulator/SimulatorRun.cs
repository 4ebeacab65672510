using System.Text;
using System.Text.Json;
using LoadBalancer.Simulator;
using LoadBalancer.Simulator.CommandLine;

namespace LoadBalancer.Tests.Simulator;

/// <summary>A run of the simulator's command line within the test process.</summary>
internal sealed record SimulatorRun(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonElement.Parse(Output);

    public static Task<SimulatorRun> RunAsync(params string[] args) => RunAsync("", TestContext.Current.CancellationToken, args);

    public static async Task<SimulatorRun> RunAsync(string input, CancellationToken token, params string[] args)
    {
        using var given = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var output = new MemoryStream();
        await using var text = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await SimulatorCommand.RunAsync(args, new SimulatorConsole(given, output, text, error), token);
        return new(exitCode, Encoding.UTF8.GetString(output.ToArray()) + text, error.ToString());
    }

    /// <summary>Asserts that bad input is rejected with exit code 2, one line on standard error that names it, and no output.</summary>
    public void AssertRejected(string named)
    {
        Assert.Equal((2, ""), (ExitCode, Output));
        Assert.Contains(named, Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd('\n').Split('\n'));
    }
}
