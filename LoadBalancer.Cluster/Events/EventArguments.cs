namespace LoadBalancer.Cluster.Events;

/// <summary>Validates the arguments of reads from event logs.</summary>
internal static class EventArguments
{
    public static void Check(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IEventLog.Capacity);
    }
}
