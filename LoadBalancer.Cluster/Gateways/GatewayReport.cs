using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>The report of one gateway to the others.</summary>
/// <param name="Gateway">The gateway's process; unique to a process.</param>
/// <param name="Sequence">The sequence number: 1, 2, 3 …</param>
/// <param name="InFlight">Requests in flight by server id; servers without any are omitted.</param>
/// <param name="Up">The servers that the gateway probes and finds healthy.</param>
/// <param name="Down">The servers that the gateway finds unhealthy.</param>
public sealed record GatewayReport(
    GatewayProcess Gateway,
    long Sequence,
    ImmutableDictionary<ServerId, int> InFlight,
    ImmutableArray<ServerProcess> Up,
    ImmutableArray<ServerProcess> Down)
{
    /// <summary>How long a report counts unless the gateway sends another one, 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The gateway's status, for display; <see langword="null"/> if it reports none that this build can read. Not sent to other gateways.
    /// </summary>
    public GatewayStatus? Status { get; init; }
}
