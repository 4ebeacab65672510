using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>The shared membership: changed by <see cref="MembershipReducer"/>, with a new epoch when it begins anew, and hints for those who follow.</summary>
internal sealed class SimulatedRegistry(VirtualTime time)
{
    private int _epochs;

    public MembershipSnapshot Membership { get; private set; } = MembershipSnapshot.Empty;

    /// <summary>A change was made: what was, and what is.</summary>
    public event Action<MembershipSnapshot, MembershipSnapshot>? Changed;

    /// <summary>Leases end with the records that they belong to.</summary>
    public LeaseBook Leases { get; } = new(time);

    /// <summary>Puts a cluster there that has been running for long.</summary>
    public void Begin(IEnumerable<Server> servers) => Membership = new(NextEpoch(), 1, servers);

    public MembershipTransition Apply(MembershipChange change)
    {
        var transition = MembershipReducer.Apply(Membership, change);
        if (transition.Outcome != MembershipOutcome.Applied)
        {
            return transition;
        }

        var before = Membership;
        Membership = transition.Membership.Epoch.Length == 0 ? transition.Membership.InEpoch(NextEpoch()) : transition.Membership;
        Leases.Forget(before, Membership);
        Changed?.Invoke(before, Membership);
        return transition with { Membership = Membership };
    }

    /// <summary>Loses everything, as a store does that was emptied.</summary>
    public void Empty()
    {
        Membership = MembershipSnapshot.Empty;
        Leases.Clear();
    }

    private string NextEpoch() => string.Create(CultureInfo.InvariantCulture, $"epoch-{++_epochs}");
}
