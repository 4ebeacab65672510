using System.Buffers;
using System.CommandLine;
using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Output;
using LoadBalancer.Simulator.Placing;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Simulator.Reporting;

/// <summary><c>report</c>: reports distribution, latency, failures and hot keys from request logs.</summary>
internal sealed class ReportCommand : Command
{
    private readonly Argument<string[]> _logs = new("LOG")
    {
        Description = "Request logs, in any order, plain or gzip-compressed; - reads standard input.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string[]> _out = new("--out")
    {
        Description = "Write the report to a file: .html, .png, .svg, .csv or .md; repeatable. By default, prints tables.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _from = new("--from")
    {
        Description = "Ignore requests before this time, such as 2026-01-31T12:00:00Z.",
        HelpName = "TIME",
    };
    private readonly Option<string?> _to = new("--to") { Description = "Ignore requests at or after this time.", HelpName = "TIME" };
    private readonly Option<string> _logKey = new("--log-key")
    {
        Description = "Comma-separated log fields to use as the key, tried in order: id, client, path, target.",
        DefaultValueFactory = _ => LogKey.Default,
    };
    private readonly Option<string> _title = new("--title")
    {
        Description = "The title of the report.",
        DefaultValueFactory = _ => "Traffic report",
        HelpName = "TEXT",
    };
    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "The name of the cluster, for the head of the report.",
        HelpName = "NAME",
    };
    private readonly Option<string?> _servers = new("--servers")
    {
        Description = "The servers with their weights, for their expected shares: ID[=WEIGHT],… By default, equal shares are expected.",
        HelpName = "LIST",
    };
    private readonly Option<bool> _json = JsonOption.Create();

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+");

    /// <summary>A time has a date, and is in UTC if it names no other time zone.</summary>
    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd HH:mm:ss",
    ];

    private const int LongestTitle = 200;

    private readonly SimulatorConsole _console;
    private readonly TimeProvider _timeProvider;

    public ReportCommand(SimulatorConsole console, TimeProvider timeProvider)
        : base("report", "Reports distribution, latency, failures and hot keys from request logs.")
    {
        _console = console;
        _timeProvider = timeProvider;
        Add(_logs);
        foreach (var option in new Option[] { _out, _title, _cluster, _servers, _from, _to, _logKey, _json })
        {
            Add(option);
        }

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken token)
    {
        var files = parsed.GetValue(_out) ?? [];
        Array.ForEach(files, ReportFile.Check);
        var (from, to) = (ReadTime(_from, parsed), ReadTime(_to, parsed));
        if (from >= to)
        {
            throw new FormatException(
                $"The period is empty: --from ({parsed.GetValue(_from)}) must be before --to ({parsed.GetValue(_to)}).");
        }

        var collector = new TrafficCollector(LogKey.Parse(parsed.GetValue(_logKey)!), from, to);
        var head = HeadOf(parsed);
        var servers = parsed.GetValue(_servers) is { } list ? ServerList.Parse(list, PlacementAlgorithm.Ring) : [];
        var reader = new RequestLogReader(_console.Input, _logs.Name);
        await ProgressBar.WatchAsync(_console, ReadAsync(), () => (0, $"{Figures.Count(reader.Lines)} requests read"), _timeProvider);
        reader.Problems.RejectIfNothingIsValid();
        collector.RejectIfNothingIsWithin();
        var report = collector.Read(reader.Problems, servers);
        foreach (var file in files)
        {
            await ReportFile.WriteAsync(file, head, report, collector.Latency, token);
        }

        if (parsed.GetValue(_json))
        {
            await _console.Text.WriteLineAsync(JsonOutput.Write(report));
        }
        else if (files.Length == 0)
        {
            TextReports.Write(new(_console), report);
        }
        else
        {
            TextReports.WriteWarnings(new(_console), report);
        }

        return ExitCodes.Success;

        async Task<bool> ReadAsync()
        {
            foreach (var log in parsed.GetValue(_logs)!)
            {
                await reader.ReadAsync(log, collector.Add, token);
            }

            return true;
        }
    }

    private ReportHead HeadOf(ParseResult parsed) => new(
        ReadTitle(parsed.GetValue(_title)!),
        parsed.GetValue(_cluster),
        [.. parsed.GetValue(_logs)!.Select(log => log == "-" ? "standard input" : Path.GetFileName(log))],
        string.Join(' ', parsed.Tokens.Select(token => Quote(token.Value)).Prepend("LoadBalancer.Simulator")),
        _timeProvider.GetUtcNow());

    private static string ReadTitle(string title) => title.Trim().Length is > 0 and <= LongestTitle
        ? title
        : throw new FormatException($"The title is not allowed: --title must have 1 to {LongestTitle} characters.");

    /// <summary>Quotes an argument as a shell does if it is not a plain word.</summary>
    private static string Quote(string argument) =>
        argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(PlainCharacters)
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static DateTimeOffset? ReadTime(Option<string?> option, ParseResult parsed) => parsed.GetValue(option) switch
    {
        null => null,
        { } text when DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        { } text => throw new FormatException(
            $"The time '{text}' is not allowed: {option.Name} must be a date or a time in ISO 8601, such as 2026-01-31 or "
            + "2026-01-31T12:00:00Z."),
    };
}
