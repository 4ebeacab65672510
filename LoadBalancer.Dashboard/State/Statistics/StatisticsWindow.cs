using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>The sums of consecutive intervals, computed when they are asked for. Immutable, thread-safe.</summary>
/// <param name="slots">The slots of the intervals.</param>
/// <param name="intervals">The intervals, the oldest first.</param>
/// <param name="length">The time from the start of the first interval until they were read.</param>
internal sealed class StatisticsWindow(ServerSlots slots, ImmutableArray<IntervalStatistics> intervals, TimeSpan length)
{
    /// <summary>The time from the start of the first interval until they were read.</summary>
    public TimeSpan Length { get; } = length;

    /// <summary>The sum over all servers, including those that have left.</summary>
    public ServerStatistics Servers => field ??= ServerStatistics.SumOverIntervals(
        [.. intervals.Select(interval => ServerStatistics.SumOverGateways([.. interval.Gateways.Select(gateway => gateway.Servers)]))]);

    /// <summary>The latency of whole requests that were sent to a server, as clients see it.</summary>
    public LatencyHistogram RequestLatency => field ??=
        LatencyHistogram.Sum(intervals.SelectMany(interval => interval.Gateways).Select(gateway => gateway.RequestLatency));

    /// <summary>The sums of the gateways that had requests.</summary>
    public ImmutableDictionary<GatewayProcess, GatewayTotal> Gateways => field ??= intervals.SelectMany(interval => interval.Gateways)
        .GroupBy(gateway => gateway.Gateway)
        .Select(gateway => new GatewayTotal(
            gateway.Key,
            ServerStatistics.SumOverIntervals([.. gateway.Select(total => total.Servers)]),
            LatencyHistogram.Sum(gateway.Select(total => total.RequestLatency)),
            ResponseCounts.Sum(gateway.Select(total => total.Unplaced))))
        .Where(gateway => gateway.Requests > 0)
        .ToImmutableDictionary(gateway => gateway.Gateway);

    /// <summary>The responses to requests that were not sent to a server.</summary>
    public ResponseCounts Unplaced { get; } = ResponseCounts.Sum(intervals.Select(interval => interval.Unplaced));

    /// <summary>The responses that all clients received.</summary>
    public ResponseCounts Responses => Servers.Responses + Unplaced;

    /// <summary>The number of requests, including those that were not sent to a server.</summary>
    public long Requests => Servers.Requests + Unplaced.Requests;

    /// <summary>The number of requests per second.</summary>
    public double RequestsPerSecond => Length > TimeSpan.Zero ? Requests / Length.TotalSeconds : 0;

    /// <summary>Returns the sum of a server. O(n) in the intervals and their nonempty buckets.</summary>
    public ServerStatistics Of(ServerId server)
    {
        if (!slots.TryFind(server, out var slot))
        {
            return ServerStatistics.None;
        }

        Span<long> numbers = stackalloc long[StatisticsColumn.Count];
        Span<long> buckets = stackalloc long[LatencyBuckets.Wire.Count];
        numbers.Clear();
        buckets.Clear();
        var maxInFlight = 0;
        foreach (var cells in intervals.Select(interval => interval.Servers))
        {
            if (cells.RowOf(slot) is >= 0 and var row)
            {
                cells.AddTo(row, numbers, buckets, 1);
                maxInFlight = Math.Max(maxInFlight, cells.MaxInFlightAt(row));
            }
        }

        return StatisticsColumn.Read(numbers, maxInFlight, LatencyHistogram.FromCounts(buckets));
    }
}
