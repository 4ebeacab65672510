using System.CommandLine;
using System.CommandLine.Help;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Clusters;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Loading;
using LoadBalancer.Simulator.Placing;
using LoadBalancer.Simulator.Reporting;
using LoadBalancer.Simulator.WhatIf;

namespace LoadBalancer.Simulator;

/// <summary>The command line; <see cref="ExitCodes"/> has the exit codes.</summary>
internal static class SimulatorCommand
{
    /// <summary>The time that an interrupted command has to report its results so far.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <param name="args">The command-line arguments.</param>
    /// <param name="console">The standard streams.</param>
    /// <param name="token">Ends the command early.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, SimulatorConsole console, CancellationToken token)
    {
        var codes = string.Join(' ', ExitCodes.All.Select(entry => $"{entry.Code}: {entry.Meaning}"));
        var root = new RootCommand($"Load generator, log analysis and cluster simulation for LoadBalancer. Exit codes: {codes}")
        {
            new LoadCommand(console, TimeProvider.System),
            PlaceCommand.Create(console.Input, console.Output),
            new ReportCommand(console, TimeProvider.System),
            new WhatIfCommand(console, TimeProvider.System),
            new ClusterCommand(console, TimeProvider.System),
            CompletionCommand.Create(console),
        };

        // These forms of --help are paths on Linux and macOS.
        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");

        // An argument that starts with @ is a value (--body @PATH), not a response file.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        string[] mistakes = UnknownOptions.Of(parsed).ToArray() is { Length: > 0 } unknown
            ? unknown
            : [.. parsed.Errors.Select(mistake => mistake.Message)];
        if (mistakes.Length > 0)
        {
            return await RejectAsync(console, string.Join(' ', mistakes), ExitCodes.BadArguments);
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = console.Text,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Farewell,
            };
            return await parsed.InvokeAsync(configuration, token);
        }
        catch (Exception refused)
            when (refused is ArgumentException or FormatException or FileNotFoundException or DirectoryNotFoundException)
        {
            return await RejectAsync(console, refused.Message, ExitCodes.BadArguments);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return await RejectAsync(console, broken.Message, ExitCodes.Failed);
        }
    }

    private static async Task<int> RejectAsync(SimulatorConsole console, string message, int exitCode)
    {
        await console.Error.WriteLineAsync(VisibleText.Of(message.ReplaceLineEndings(" ")));
        return exitCode;
    }
}
