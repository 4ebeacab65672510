using LoadBalancer.Cluster.Failover;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace LoadBalancer.Yarp.Policies;

/// <summary>
/// Gives YARP the server that the request's attempts stand at. Only reads: YARP does not ask a policy when there is
/// but one destination, so nothing may be counted or decided here.
/// </summary>
internal sealed class ConsistentHashPolicy : ILoadBalancingPolicy
{
    public const string PolicyName = "ConsistentHash";

    public string Name => PolicyName;

    public DestinationState? PickDestination(
        HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        var attempts = context.Features.GetRequiredFeature<Attempts>();
        return cluster.Destinations.GetValueOrDefault(attempts.Server.Id);
    }
}
