using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>Validates the arguments of leases, for all registries.</summary>
internal static class LeaseArguments
{
    public static void Check(MembershipChange.Join join, TimeSpan lease)
    {
        if (join.Instance is null)
        {
            throw new ArgumentException("A server that takes a lease must name its instance.", nameof(join));
        }

        Check(lease);
    }

    public static void Check(TimeSpan lease) => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
}
