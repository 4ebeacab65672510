using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>A gateway as shown.</summary>
/// <param name="Process">Its process, as in its reports; unique, as the name in <paramref name="Status"/> should be.</param>
/// <param name="Status">The status that it reports.</param>
/// <param name="InFlight">The number of requests that it has in flight.</param>
/// <param name="Divergence">
/// Since when its digest has differed from that of the membership; <see langword="null"/> if it does not.
/// </param>
internal sealed record GatewayView(GatewayProcess Process, GatewayStatus Status, int InFlight, Divergence? Divergence);
