using System.CommandLine;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
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
        Description = "The servers before the change: how many, or id[=weight],… as for place.",
        HelpName = "N|LIST",
        Required = true,
    };

    private readonly AlgorithmOption _algorithm = new("--algorithm", PlacementAlgorithm.Ring, "How keys are placed");
    private readonly AlgorithmOption _algorithmAfter = new("--to-algorithm", fallback: null, "How they are placed after the change");
    private readonly IntegerOption _add = new("--add", 0, 0, ServerRules.MaxServers, "How many servers of weight 100 join.");
    private readonly Option<string?> _remove = new("--remove") { Description = "Who leaves: ids with commas between.", HelpName = "IDS" };
    private readonly Option<string?> _drain = new("--drain")
    {
        Description = "Who gets no new requests but stays: ids with commas between.",
        HelpName = "IDS",
    };

    private readonly Option<string[]> _weight = new("--weight")
    {
        Description = "A server's new weight; may occur several times.",
        HelpName = "ID=W",
    };
    private readonly IntegerOption _keys = new("--keys", PlacementComparison.SyntheticKeys, 1, MostKeys, "How many keys are placed.");
    private readonly Option<string[]> _log = new("--log")
    {
        Description = "Place the requests of these logs instead; - is standard input.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string> _logKey = new("--log-key")
    {
        Description = "Which fields of the log are the key, tried in order: id, client, path, target.",
        DefaultValueFactory = _ => LogKey.Default,
    };
    private readonly Option<bool> _json = JsonOption.Create();

    private readonly SimulatorConsole _console;
    private readonly TimeProvider _timeProvider;

    public WhatIfCommand(SimulatorConsole console, TimeProvider timeProvider)
        : base("whatif", "Says what a change would move, and how evenly keys lie before and after.")
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
        var reader = new RequestLogReader(_console.Input);
        var withoutKey = 0L;
        await ProgressBar.WatchAsync(_console, ReadAsync(), () => (0, $"{Figures.Count(reader.Lines)} requests read"), _timeProvider);
        return forecast.Keys > 0
            ? forecast.Result(reader.Problems, withoutKey)
            : throw new FormatException($"The logs {string.Join(", ", logs)} hold no request with a key: {Figures.Count(withoutKey)} "
                + $"without, {Figures.Count(reader.Problems.Broken)} broken lines.");

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
