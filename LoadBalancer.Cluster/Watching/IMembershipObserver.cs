using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Watching;

/// <summary>Observes each new membership, one at a time, in order.</summary>
public interface IMembershipObserver
{
    /// <summary>Called with a membership that differs from the previous one.</summary>
    Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken);
}
