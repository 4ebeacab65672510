using LoadBalancer.Cluster.Failover;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace LoadBalancer.Yarp.Policies;

/// <summary>
/// Returns the current server of the request's attempts to YARP. Must only read: YARP does not call a policy if there is only one
/// destination, so this must not count or decide anything.
/// </summary>
internal sealed class ConsistentHashPolicy : ILoadBalancingPolicy
{
    public const string PolicyName = "ConsistentHash";

    public string Name => PolicyName;

    public DestinationState? PickDestination(
        HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        var attempts = context.Features.GetRequiredFeature<Attempts>();
        return cluster.Destinations.GetValueOrDefault(attempts.Server.Id.Value);
    }
}
