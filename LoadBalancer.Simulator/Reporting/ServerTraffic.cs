using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>Accumulates the figures of one server.</summary>
/// <param name="number">The server's position in the order of first appearance, from 0.</param>
/// <param name="id">The id of the server.</param>
internal sealed class ServerTraffic(int number, string id)
{
    public int Number => number;

    public string Id => id;

    public long Requests { get; private set; }

    public long ServerErrors { get; private set; }

    /// <summary>The requests that were not sent to their owner but to this server.</summary>
    public long NotToOwner { get; private set; }

    /// <summary>The requests whose last failed attempt was on this server.</summary>
    public long FailedAttempts { get; private set; }

    public long Bytes { get; private set; }

    public LatencyStatistics Latency { get; } = new(LatencyBuckets.Wire);

    public void AddFailedAttempt() => FailedAttempts++;

    public void Add(RequestLog.RequestLogEntry entry, bool isServerError)
    {
        Requests++;
        ServerErrors += isServerError ? 1 : 0;
        NotToOwner += entry.Reason is { } reason
            && !string.Equals(reason, nameof(Core.Selection.SelectionReason.Owner), StringComparison.Ordinal) ? 1 : 0;
        Bytes += entry.Bytes ?? 0;
        if (entry.DurationMs is { } duration)
        {
            Latency.Record(TimeSpan.FromMilliseconds(duration));
        }
    }
}
