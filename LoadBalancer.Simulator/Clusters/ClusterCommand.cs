using System.CommandLine;
using System.Globalization;
using LoadBalancer.Simulator.Charts;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Simulator.Clusters;

/// <summary><c>cluster</c>: simulates gateways, servers and faults in virtual time, with the product's own classes.</summary>
internal sealed class ClusterCommand : Command
{
    private readonly Argument<string?> _scenario = new("SCENARIO")
    {
        Description = $"A scenario file, or a built-in scenario: {string.Join(", ", ScenarioReader.Shipped)}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _list = new("--list") { Description = "List the built-in scenarios." };
    private readonly Option<string?> _seed = new("--seed") { Description = "Override the scenario's seed.", HelpName = "N" };
    private readonly Option<string[]> _out = new("--out")
    {
        Description = "Write charts of the simulation: .png or .svg; repeatable.",
        HelpName = "FILE",
    };
    private readonly Option<bool> _json = JsonOption.Create();

    private readonly SimulatorConsole _console;
    private readonly TimeProvider _timeProvider;

    public ClusterCommand(SimulatorConsole console, TimeProvider timeProvider)
        : base("cluster", "Simulates a cluster in virtual time. Exits with 1 if an invariant of the scenario does not hold.")
    {
        _console = console;
        _timeProvider = timeProvider;
        _scenario.CompletionSources.Add([.. ScenarioReader.Shipped]);
        Add(_scenario);
        foreach (var option in new Option[] { _list, _seed, _out, _json })
        {
            Add(option);
        }

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken token)
    {
        if (parsed.GetValue(_list))
        {
            await ListAsync(token);
            return ExitCodes.Success;
        }

        var name = parsed.GetValue(_scenario)
            ?? throw new FormatException(
                $"No scenario given: specify a file or one of {string.Join(", ", ScenarioReader.Shipped)}.");
        var files = parsed.GetValue(_out) ?? [];
        Array.ForEach(files, file => OutputFile.Check(file, SheetFile.Extensions));
        var scenario = await ReadAsync(name, parsed.GetValue(_seed), token);
        var simulation = new ClusterSimulation(scenario);
        var result = await ProgressBar.WatchAsync(
            _console, Task.Run(() => simulation.Run(token), CancellationToken.None), () => (simulation.Part, scenario.Description),
            _timeProvider);
        foreach (var file in files)
        {
            await OutputFile.WriteAsync(
                file, SheetFile.Write(file, ClusterCharts.Draw(Path.GetFileNameWithoutExtension(name), scenario, result)), token: default);
        }

        if (parsed.GetValue(_json))
        {
            await _console.Text.WriteLineAsync(JsonOutput.Write(result));
        }
        else
        {
            ClusterTables.Write(new(_console), result);
        }

        return result.Holds ? ExitCodes.Success : ExitCodes.Failed;
    }

    private async Task ListAsync(CancellationToken token)
    {
        var rows = new List<string[]>();
        foreach (var name in ScenarioReader.Shipped)
        {
            rows.Add([name, (await ScenarioReader.ReadAsync(name, token)).Description]);
        }

        new TextTables(_console).Table(["scenario", "description"], rows);
    }

    private static async Task<Scenario> ReadAsync(string name, string? seed, CancellationToken token)
    {
        var scenario = await ScenarioReader.ReadAsync(name, token);
        return seed is null ? scenario
            : int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? scenario with { Seed = number }
            : throw new FormatException($"The number '{seed}' is not allowed: --seed must be 0 to {int.MaxValue}.");
    }
}
