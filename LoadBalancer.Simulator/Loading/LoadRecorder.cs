using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Loading;

/// <summary>Collects the outcomes of requests. Thread-safe.</summary>
internal sealed class LoadRecorder
{
    private const int MostNames = 1_000;

    private readonly Lock _lock = new();
    private readonly LatencyStatistics _latency = new(LatencyBuckets.Fine);
    private readonly LatencyStatistics _service = new(LatencyBuckets.Fine);
    private readonly Dictionary<string, long> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FailureCount> _failures = new(StringComparer.Ordinal);
    private long _bytes;
    private long _failed;

    /// <summary>The number of requests that have ended, whether they succeeded or failed.</summary>
    public long Ended
    {
        get
        {
            lock (_lock)
            {
                return _latency.Count;
            }
        }
    }

    public long Failed
    {
        get
        {
            lock (_lock)
            {
                return _failed;
            }
        }
    }

    /// <summary>Records that a request has ended.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="latency">The time since the request was due.</param>
    /// <param name="service">The time since the request was sent.</param>
    public void Record(in RequestOutcome outcome, TimeSpan latency, TimeSpan service)
    {
        lock (_lock)
        {
            _latency.Record(latency);
            _service.Record(service);
            _bytes += outcome.Bytes;
            Count(outcome);
        }
    }

    /// <summary>Returns the results.</summary>
    /// <param name="options">The load that was requested.</param>
    /// <param name="elapsed">The time that the run took.</param>
    /// <param name="abandoned">The number of requests in flight at an interruption, whose outcome is unknown.</param>
    /// <param name="isInterrupted">Whether the run was interrupted.</param>
    public LoadResult Result(LoadOptions options, TimeSpan elapsed, long abandoned, bool isInterrupted)
    {
        lock (_lock)
        {
            var known = _servers.Values.Sum();
            ServerShare[] servers = [.. _servers.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new ServerShare(entry.Key, entry.Value, entry.Value / (double)known))];
            return new(
                options.Url.AbsoluteUri,
                options.Rate is null ? "closed" : "open",
                options.Rate,
                _latency.Count,
                _latency.Count - _failed,
                _failed,
                abandoned,
                isInterrupted,
                Math.Round(elapsed.TotalSeconds, 3),
                elapsed > TimeSpan.Zero ? Math.Round(_latency.Count / elapsed.TotalSeconds, 1) : 0,
                _bytes,
                LatencyFigures.Of(_latency),
                LatencyFigures.Of(_service),
                servers.Length == 0 ? null : servers.Max(server => server.Requests) * servers.Length / (double)known,
                servers,
                [.. _failures.Values.OrderByDescending(failure => failure.Requests)
                    .ThenBy(failure => failure.Kind, StringComparer.Ordinal)]);
        }
    }

    private void Count(in RequestOutcome outcome)
    {
        if (outcome.Server is { } server)
        {
            var name = _servers.ContainsKey(server) || _servers.Count < MostNames ? server : "(others)";
            _servers[name] = _servers.GetValueOrDefault(name) + 1;
        }

        if (outcome.Failure is { } kind)
        {
            _failed++;
            _failures[kind] = _failures.TryGetValue(kind, out var known)
                ? known with { Requests = known.Requests + 1 }
                : new(kind, 1, outcome.Detail);
        }
    }
}
