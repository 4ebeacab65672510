using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.RequestLog;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>Accumulates the requests of logs, in memory that does not grow with their number.</summary>
/// <param name="key">Selects the field of the log that is the key.</param>
/// <param name="from">The time before which requests are ignored.</param>
/// <param name="to">The time from which on requests are ignored.</param>
internal sealed class TrafficCollector(LogKey key, DateTimeOffset? from, DateTimeOffset? to)
{
    private const int MostNames = 100;
    private const int MostStatuses = 1_000;

    private readonly Dictionary<string, ServerTraffic> _servers = new(StringComparer.Ordinal);
    private readonly LatencyStatistics _latency = new(LatencyBuckets.Fine);
    private readonly Timeline _timeline = new();
    private readonly HotKeySketch _keys = new(stripes: 1);
    private readonly NamedCounts _statuses = new(MostStatuses);
    private readonly NamedCounts _reasons = new(MostNames);
    private readonly NamedCounts _methods = new(MostNames);
    private readonly NamedCounts _gateways = new(MostNames);
    private readonly NamedCounts _causes = new(MostNames);
    private readonly NamedCounts _serverErrorCauses = new(MostNames);
    private (DateTimeOffset? First, DateTimeOffset? Last) _times;
    private (DateTimeOffset? First, DateTimeOffset? Last) _covered;
    private long _requests;
    private long _serverErrors;
    private long _clientErrors;
    private long _clientsLeft;
    private long _retries;
    private long _bytes;
    private long _withoutServer;
    private long _keyed;

    public void Add(RequestLogEntry entry)
    {
        _covered = Widen(_covered, entry.Time);
        if (entry.Time < from || entry.Time >= to || (entry.Time is null && (from ?? to) is not null))
        {
            return;
        }

        var isServerError = entry.IsServerError;
        var server = entry.Server is { Length: > 0 } id ? Find(id) : null;
        _requests++;
        _serverErrors += isServerError ? 1 : 0;
        _clientErrors += entry.IsClientError ? 1 : 0;
        _clientsLeft += entry.Status == RequestLogEntry.ClientLeft ? 1 : 0;
        _retries += Math.Max(0, (entry.Tries ?? 0) - 1);
        _bytes += entry.Bytes ?? 0;
        _withoutServer += server is null ? 1 : 0;
        server?.Add(entry, isServerError);
        CountNames(entry);
        CountCause(entry);
        CountKey(entry);
        if (entry.DurationMs is { } duration)
        {
            _latency.Record(TimeSpan.FromMilliseconds(duration));
        }

        if (entry.Time is { } time)
        {
            _timeline.Add(time, server?.Number ?? -1, entry);
            _times = Widen(_times, time);
        }
    }

    /// <summary>Throws if requests were read, but none is within the requested period.</summary>
    /// <exception cref="FormatException">There is nothing to report; the message is one line for the user.</exception>
    public void RejectIfNothingIsWithin()
    {
        if (_requests > 0)
        {
            return;
        }

        var period = (from, to) switch
        {
            ({ } first, { } last) => $"from {ReportTable.TimeText(first)} to {ReportTable.TimeText(last)}",
            ({ } first, null) => $"from {ReportTable.TimeText(first)} on",
            (null, { } last) => $"before {ReportTable.TimeText(last)}",
            _ => "",
        };
        throw new FormatException(_covered is ({ } start, { } end)
            ? $"--from, --to: no request {period}; the logs cover {ReportTable.TimeText(start)} to {ReportTable.TimeText(end)}."
            : "--from, --to: the logs have no times, so no period can be selected.");
    }

    /// <summary>Returns the report.</summary>
    /// <param name="log">The problems of the logs.</param>
    /// <param name="listed">The servers with their weights; empty if they were not given.</param>
    public TrafficReport Read(LogProblems log, IReadOnlyList<PlacementMember> listed)
    {
        foreach (var member in listed)
        {
            Find(member.Id);
        }

        var expected = listed.ToDictionary(member => member.Id, member => member.Weight, StringComparer.Ordinal);
        var sum = listed.Sum(member => (double)member.Weight);
        ServerTraffic[] servers = [.. _servers.Values.OrderBy(server => server.Id, StringComparer.Ordinal)];
        var served = _requests - _withoutServer;
        return new(
            log,
            _requests,
            _times.First,
            _times.Last,
            _serverErrors,
            _retries,
            _bytes,
            LatencyFigures.Of(_latency),
            served == 0 ? null : servers.Max(server => server.Requests) * servers.Length / (double)served,
            [.. servers.Select(server => new ServerReport(
                server.Id,
                server.Requests,
                served == 0 ? 0 : server.Requests / (double)served,
                server.ServerErrors,
                server.NotToOwner,
                server.Bytes,
                LatencyFigures.Of(server.Latency))
            {
                ExpectedShare = expected.TryGetValue(server.Id, out var weight) ? weight / sum : null,
                FailedAttempts = server.FailedAttempts,
            })],
            _withoutServer,
            _statuses.Read(),
            _reasons.Read(),
            _methods.Read(),
            _gateways.Read(),
            ReadKeys(),
            _timeline.Width.TotalSeconds,
            [.. _timeline.Bins.Select(entry => new TimeReport(
                entry.From, entry.Bin.Requests, entry.Bin.ServerErrors, [.. servers.Select(server => entry.Bin.Of(server.Number))])
            {
                ClientErrors = entry.Bin.ClientErrors,
                ClientsLeft = entry.Bin.ClientsLeft,
                Latency = entry.Bin.Latency,
            })])
        {
            ClientErrors = _clientErrors,
            ClientsLeft = _clientsLeft,
            Causes = [.. _causes.Read().Select(cause => new CauseReport(
                cause.Name, cause.Requests, _serverErrorCauses.Of(cause.Name)))],
        };
    }

    private static (DateTimeOffset? First, DateTimeOffset? Last) Widen(
        (DateTimeOffset? First, DateTimeOffset? Last) times, DateTimeOffset? time) =>
        (time < times.First ? time : times.First ?? time, time > times.Last ? time : times.Last ?? time);

    /// <summary>The latency of all requests.</summary>
    public LatencyStatistics Latency => _latency;

    private ServerTraffic Find(string id)
    {
        if (_servers.TryGetValue(id, out var server))
        {
            return server;
        }

        var name = _servers.Count < ServerRules.MaxServers ? id : NamedCounts.Others;
        return _servers.TryGetValue(name, out server) ? server : _servers[name] = new(_servers.Count, name);
    }

    private void CountNames(RequestLogEntry entry)
    {
        _statuses.Add(entry.Status?.ToString(CultureInfo.InvariantCulture) ?? "-");
        _reasons.Add(entry.Reason ?? "-");
        _methods.Add(entry.Method ?? "-");
        _gateways.Add(entry.Gateway ?? "-");
    }

    private void CountCause(RequestLogEntry entry)
    {
        if (entry.Error is not { } cause)
        {
            return;
        }

        // The causes are the same in both, as long as there are few.
        var name = _causes.Add(cause);
        if (entry.IsServerError)
        {
            _serverErrorCauses.Add(name);
        }

        if (entry.ErrorServer is { Length: > 0 } id)
        {
            Find(id).AddFailedAttempt();
        }
    }

    private void CountKey(RequestLogEntry entry)
    {
        if (key.Of(entry) is { } text)
        {
            _keyed++;
            _keys.Record(core: 0, KeyHash.Of(text), text);
        }
    }

    private KeySkew ReadKeys()
    {
        HotKeyReport[] hot = [.. _keys.Read().Keys.Select(hotKey => new HotKeyReport(hotKey.Key, hotKey.Requests, hotKey.Error))
            .OrderByDescending(hotKey => hotKey.Requests).ThenBy(hotKey => hotKey.Key, StringComparer.Ordinal)];
        return _keyed == 0
            ? new(0, 0, 0, [])
            : new(
                _keyed,
                hot.Take(1).Sum(hotKey => hotKey.Requests) / (double)_keyed,
                hot.Take(10).Sum(hotKey => hotKey.Requests) / (double)_keyed,
                hot);
    }
}
