using System.CommandLine;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Output;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Simulator.WhatIf;

/// <summary><c>whatif</c>: shows what a change of servers, weights or algorithm would do to the placement of keys.</summary>
internal sealed class WhatIfCommand : Command
{
    private const int MostKeys = 100_000_000;

    private readonly Option<string> _servers = new("--servers")
    {
        Description = "Servers before the change: a number, or id[=weight],… as for place.",
        HelpName = "N|LIST",
        Required = true,
    };

    private readonly AlgorithmOption _algorithm = new("--algorithm", PlacementAlgorithm.Ring, "Placement algorithm");
    private readonly AlgorithmOption _algorithmAfter = new("--to-algorithm", fallback: null, "Placement algorithm after the change");
    private readonly IntegerOption _add = new("--add", 0, 0, ServerRules.MaxServers, "Number of servers of weight 100 to add.");
    private readonly Option<string?> _remove = new("--remove")
    {
        Description = "Servers to remove: ids separated by commas.",
        HelpName = "IDS",
    };
    private readonly Option<string?> _drain = new("--drain")
    {
        Description = "Servers to drain (they keep their place but get no requests): ids separated by commas.",
        HelpName = "IDS",
    };

    private readonly Option<string[]> _weight = new("--weight")
    {
        Description = "New weight of a server; repeatable.",
        HelpName = "ID=W",
    };
    private readonly IntegerOption _keys = new(
        "--keys", PlacementComparison.SyntheticKeys, 1, MostKeys, "Number of synthetic keys to place.");
    private readonly Option<string[]> _log = new("--log")
    {
        Description = "Place the requests of these logs instead; - reads standard input.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string> _logKey = new("--log-key")
    {
        Description = "Comma-separated log fields to use as the key, tried in order: id, client, path, target.",
        DefaultValueFactory = _ => LogKey.Default,
    };
    private readonly Option<bool> _json = JsonOption.Create();

    private readonly SimulatorConsole _console;
    private readonly TimeProvider _timeProvider;

    public WhatIfCommand(SimulatorConsole console, TimeProvider timeProvider)
        : base("whatif", "Shows what a change would move, and how even the placement is before and after.")
    {
        _console = console;
        _timeProvider = timeProvider;
        Option[] options = [_servers, _algorithm, _algorithmAfter, _add, _remove, _drain, _weight, _keys, _log, _logKey, _json];
        Array.ForEach(options, Add);

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken token)
    {
        var algorithm = parsed.GetValue(_algorithm)!.Value;
        var changes = ServerChanges.Parse(
            parsed.GetValue(_servers)!,
            algorithm,
            parsed.GetValue(_add),
            parsed.GetValue(_remove),
            parsed.GetValue(_drain),
            parsed.GetValue(_weight) ?? []);
        var forecast = new PlacementForecast(algorithm, parsed.GetValue(_algorithmAfter) ?? algorithm, changes);
        var result = parsed.GetValue(_log) is { Length: > 0 } logs
            ? await ReplayAsync(forecast, logs, LogKey.Parse(parsed.GetValue(_logKey)!), token)
            : Place(forecast, parsed.GetValue(_keys));
        if (parsed.GetValue(_json))
        {
            await _console.Text.WriteLineAsync(JsonOutput.Write(result));
        }
        else
        {
            WhatIfTables.Write(new(_console), result);
        }

        return ExitCodes.Success;
    }

    private static WhatIfResult Place(PlacementForecast forecast, int keys)
    {
        forecast.AddSynthetic(keys);
        return forecast.Result(log: null, withoutKey: null);
    }

    private async Task<WhatIfResult> ReplayAsync(PlacementForecast forecast, string[] logs, LogKey key, CancellationToken token)
    {
        var reader = new RequestLogReader(_console.Input, _log.Name);
        var withoutKey = 0L;
        await ProgressBar.WatchAsync(_console, ReadAsync(), () => (0, $"{Figures.Count(reader.Lines)} requests read"), _timeProvider);
        return forecast.Keys > 0
            ? forecast.Result(reader.Problems, withoutKey)
            : throw new FormatException($"The logs {string.Join(", ", logs)} contain no request with a key "
                + $"({Figures.Count(withoutKey)} without one, {Figures.Count(reader.Problems.Broken)} broken lines).");

        async Task<long> ReadAsync()
        {
            foreach (var log in logs)
            {
                await reader.ReadAsync(log, Take, token);
            }

            return withoutKey;
        }

        void Take(RequestLogEntry entry)
        {
            if (key.Of(entry) is { } text)
            {
                forecast.Add(text);
            }
            else
            {
                withoutKey++;
            }
        }
    }
}
