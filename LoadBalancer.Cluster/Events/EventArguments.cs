namespace LoadBalancer.Cluster.Events;

/// <summary>What every event log demands of a read.</summary>
internal static class EventArguments
{
    public static void Check(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IEventLog.Capacity);
    }
}
