using System.Globalization;
using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Cluster.Replicas;

/// <summary>The checks and the event of a replica store's write, for all implementations.</summary>
internal static class ReplicaCount
{
    public static void Check(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, IReplicaStore.Fewest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IReplicaStore.Most);
    }

    public static void Check(OrchestratorReport report, int? wanted)
    {
        if (wanted is { } count)
        {
            Check(count);
        }

        if (ReplicaRules.Check(report) is { } reason)
        {
            throw new ArgumentException(reason, nameof(report));
        }
    }

    public static ClusterEvent Changed(int? before, int after, string by, DateTimeOffset at) => new(
        at,
        ClusterEventKind.ReplicasChanged,
        Server: null,
        by,
        before is null ? after.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{before} → {after}"));
}
