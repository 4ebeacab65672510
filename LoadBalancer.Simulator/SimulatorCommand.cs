using System.CommandLine;
using LoadBalancer.Simulator.Placing;

namespace LoadBalancer.Simulator;

/// <summary>The command line. Exit codes: 0 when all went well, 1 when something failed, 2 for bad arguments.</summary>
internal static class SimulatorCommand
{
    private const int Failed = 1;
    private const int BadArguments = 2;

    /// <param name="args">The arguments.</param>
    /// <param name="input">Standard input, as bytes.</param>
    /// <param name="output">Standard output, as bytes.</param>
    /// <param name="help">Standard output, for help.</param>
    /// <param name="error">Standard error: one line for each failure.</param>
    /// <param name="token">Ends the command early.</param>
    public static async Task<int> RunAsync(
        string[] args, Stream input, Stream output, TextWriter help, TextWriter error, CancellationToken token)
    {
        var root = new RootCommand("Simulates clients and clusters of LoadBalancer.") { PlaceCommand.Create(input, output) };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync(string.Join(' ', parsed.Errors.Select(mistake => mistake.Message)).ReplaceLineEndings(" "));
            return BadArguments;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = help, Error = error, EnableDefaultExceptionHandler = false }, token);
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException)
        {
            await error.WriteLineAsync(refused.Message.ReplaceLineEndings(" "));
            return BadArguments;
        }
        catch (IOException broken)
        {
            await error.WriteLineAsync(broken.Message.ReplaceLineEndings(" "));
            return Failed;
        }
    }
}
