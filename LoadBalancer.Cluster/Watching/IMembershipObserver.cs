using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Watching;

/// <summary>Told of each new membership, one at a time, in order.</summary>
public interface IMembershipObserver
{
    /// <summary>A membership that differs from the one before.</summary>
    Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken);
}
