using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>The statistics of one interval: by server for all gateways, and by gateway for all servers. Immutable, thread-safe.</summary>
/// <param name="Servers">The sums by server.</param>
/// <param name="Gateways">The sums by gateway, in order of its process.</param>
/// <param name="HotKeys">The most frequent keys.</param>
internal sealed record IntervalStatistics(ServerCells Servers, ImmutableArray<GatewayTotal> Gateways, HotKeySummary HotKeys)
{
    public static readonly IntervalStatistics Empty = new(ServerCells.Empty, [], HotKeySummary.Empty);

    /// <summary>The responses to requests that were not sent to a server.</summary>
    public ResponseCounts Unplaced { get; } = ResponseCounts.Sum(Gateways.Select(gateway => gateway.Unplaced));

    /// <summary>Adds the statistics of several gateways for one interval.</summary>
    /// <param name="slots">The slots, which have all servers.</param>
    /// <param name="gateways">The statistics.</param>
    public static IntervalStatistics Of(ServerSlots slots, IReadOnlyCollection<StatisticsInterval> gateways) => new(
        ServerCells.Of(slots, [.. gateways.Select(gateway => gateway.Servers)]),
        [
            .. gateways.OrderBy(gateway => gateway.Source.Value, StringComparer.Ordinal).Select(TotalOf),
        ],
        HotKeySummary.Sum(gateways.Select(gateway => gateway.Keys)));

    /// <summary>Whether it has the same statistics, for the same slots.</summary>
    public bool HasContentOf(IntervalStatistics other) => HasKeysOf(other)
        && Gateways.Length == other.Gateways.Length
        && Gateways.Zip(other.Gateways).All(pair => pair.First.HasContentOf(pair.Second))
        && Servers.HasContentOf(other.Servers);

    /// <summary>Whether it has the same most frequent keys.</summary>
    public bool HasKeysOf(IntervalStatistics other) =>
        HotKeys.Unlisted == other.HotKeys.Unlisted && HotKeys.Keys.AsSpan().SequenceEqual(other.HotKeys.Keys.AsSpan());

    /// <summary>A gateway of an earlier build records whole requests on the server of their last attempt, and nothing else.</summary>
    private static GatewayTotal TotalOf(StatisticsInterval gateway)
    {
        var servers = ServerStatistics.SumOverGateways([.. gateway.Servers.Values]);
        return new(gateway.Source, servers, gateway.RequestLatency ?? servers.Latency, gateway.Unplaced) { Causes = gateway.Causes };
    }
}
