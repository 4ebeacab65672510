using System.Collections.Immutable;

namespace LoadBalancer.Cluster.HealthLog;

/// <summary>The order in which a history is read. Pure.</summary>
internal static class HealthChanges
{
    /// <summary>Returns changes in the order of their times, the latest first, and each of them once.</summary>
    /// <param name="changes">The changes, the last one appended first.</param>
    public static ImmutableArray<HealthChange> LatestFirst(IEnumerable<HealthChange> changes) =>
        [.. changes.DistinctBy(change => (change.At, change.Process, change.Gateway, change.To)).OrderByDescending(change => change.At)];
}
