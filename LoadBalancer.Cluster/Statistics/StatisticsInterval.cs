using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>The statistics of one gateway for one interval of <see cref="StatisticsClock.Interval"/>.</summary>
/// <param name="Source">The source; unique to a process.</param>
/// <param name="Index">The number of the interval; see <see cref="StatisticsClock.IndexOf"/>.</param>
/// <param name="Servers">The statistics by server id; servers without any are omitted.</param>
/// <param name="HotKeys">
/// The most frequent keys, the one with the most guaranteed requests first; at most <see cref="HotKeySketch.MostListed"/>.
/// </param>
public sealed record StatisticsInterval(
    GatewayProcess Source, long Index, ImmutableDictionary<ServerId, ServerStatistics> Servers, ImmutableArray<HotKey> HotKeys)
{
    /// <summary>The responses to requests that were not sent to a server: rejected by the gateway, or without a usable server.</summary>
    public ResponseCounts Unplaced { get; init; }

    /// <summary>
    /// The latency of whole requests that were sent to a server, from the first attempt to the end of the response; <see langword="null"/>
    /// if an earlier build recorded the interval: then the latency of each server is that of whole requests.
    /// </summary>
    public LatencyHistogram? RequestLatency { get; init; }

    /// <summary>Why attempts failed and requests were rejected. Earlier builds do not record it.</summary>
    public IntervalCauses Causes { get; init; } = IntervalCauses.None;

    /// <summary>The maximum number of requests of a key that is not among <see cref="HotKeys"/>.</summary>
    public long UnlistedKeys { get; init; }

    /// <summary>The keys with all their bounds, for summation with those of other gateways and intervals.</summary>
    public HotKeySummary Keys => new(HotKeys, UnlistedKeys);
}
