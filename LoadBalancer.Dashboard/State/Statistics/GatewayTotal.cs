using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>What one gateway recorded, for all servers together.</summary>
/// <param name="Gateway">The gateway's process.</param>
/// <param name="Servers">The sum over the servers; its latency is that of attempts.</param>
/// <param name="RequestLatency">The latency of whole requests that were sent to a server, as clients see it.</param>
/// <param name="Unplaced">The responses to requests that were not sent to a server.</param>
internal sealed record GatewayTotal(
    GatewayProcess Gateway, ServerStatistics Servers, LatencyHistogram RequestLatency, ResponseCounts Unplaced)
{
    /// <summary>Why attempts failed and requests were rejected.</summary>
    public IntervalCauses Causes { get; init; } = IntervalCauses.None;

    /// <summary>The number of requests, including those that were not sent to a server.</summary>
    public long Requests => Servers.Requests + Unplaced.Requests;

    /// <summary>Whether it is of the same gateway and has the same numbers.</summary>
    public bool HasContentOf(GatewayTotal other) =>
        WithoutLatency(this) == WithoutLatency(other)
        && HasCountsOf(Servers.Latency, other.Servers.Latency)
        && HasCountsOf(RequestLatency, other.RequestLatency);

    private static bool HasCountsOf(LatencyHistogram one, LatencyHistogram other) =>
        one.Counts.AsSpan().SequenceEqual(other.Counts.AsSpan());

    /// <summary>A histogram has no equality by value. Nor have causes, which change only together with the numbers.</summary>
    private static GatewayTotal WithoutLatency(GatewayTotal total) => total with
    {
        Servers = total.Servers with { Latency = LatencyHistogram.Empty },
        RequestLatency = LatencyHistogram.Empty,
        Causes = IntervalCauses.None,
    };
}
