using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>What one gateway recorded, for all servers together.</summary>
/// <param name="Gateway">The gateway's process.</param>
/// <param name="Servers">The sum over the servers.</param>
/// <param name="Unplaced">The responses to requests that were not sent to a server.</param>
internal sealed record GatewayTotal(GatewayProcess Gateway, ServerStatistics Servers, ResponseCounts Unplaced)
{
    /// <summary>The number of requests, including those that were not sent to a server.</summary>
    public long Requests => Servers.Requests + Unplaced.Requests;

    /// <summary>Whether it is of the same gateway and has the same numbers.</summary>
    public bool HasContentOf(GatewayTotal other) =>
        this with { Servers = WithoutLatency(this) } == other with { Servers = WithoutLatency(other) }
        && Servers.Latency.Counts.AsSpan().SequenceEqual(other.Servers.Latency.Counts.AsSpan());

    /// <summary>A histogram has no equality by value.</summary>
    private static ServerStatistics WithoutLatency(GatewayTotal total) => total.Servers with { Latency = LatencyHistogram.Empty };
}
