using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Routing;
using LoadBalancer.Registry.Watching;

namespace LoadBalancer.Gateway.State;

/// <summary>
/// Takes a new membership into use: builds the snapshot, lets the routes follow, then publishes. In that order a
/// request never finds a server in the snapshot that it could not be forwarded to.
/// </summary>
internal sealed class ClusterStateUpdater(ClusterState state, MembershipRoutes routes) : IMembershipObserver
{
    public async Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        var next = state.Current.Next(membership);
        await routes.ApplyAsync(membership, cancellationToken);
        state.Publish(next);
    }
}
