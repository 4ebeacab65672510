namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// When something is short, and when it is no longer: later, so that the gateway does not change its mind at every request.
/// </summary>
internal sealed class OverloadRules(OverloadOptions options)
{
    /// <summary>The part of the memory that has to be free again beyond what must be free.</summary>
    public const double MemoryMargin = 0.05;

    /// <summary>The part of the longest delay below which threads suffice again.</summary>
    public const double DelayMargin = 0.5;

    /// <summary>Where memory stays though nothing is let in, shedding begins and ends at these parts of what is left above it.</summary>
    private const double BeginsAboveFloor = 0.5;
    private const double EndsAboveFloor = 0.25;

    /// <param name="present">What has been short so far.</param>
    /// <param name="memory">The part of the memory that is in use, 0 to 1.</param>
    /// <param name="floor">The part that stays in use whether requests are shed or not; 0 where that is not known.</param>
    /// <param name="queueDelay">How long work waits for a thread.</param>
    public OverloadCause Next(OverloadCause present, double memory, double floor, TimeSpan queueDelay)
    {
        var memoryLimit = present.HasFlag(OverloadCause.Memory)
            ? Math.Max(EndOfMemory, Above(floor, EndsAboveFloor))
            : Math.Max(options.Memory, Above(floor, BeginsAboveFloor));
        var delayLimit = present.HasFlag(OverloadCause.Threads) ? options.QueueDelay * DelayMargin : options.QueueDelay;
        return (options.Memory > 0 && memory >= memoryLimit ? OverloadCause.Memory : OverloadCause.None)
            | (options.QueueDelay > TimeSpan.Zero && queueDelay >= delayLimit ? OverloadCause.Threads : OverloadCause.None);
    }

    /// <summary>Whether there is so much memory that no floor matters.</summary>
    public bool IsPlenty(double memory) => memory < EndOfMemory;

    private double EndOfMemory => options.Memory - MemoryMargin;

    private static double Above(double floor, double part) => floor == 0 ? 0 : floor + ((1 - floor) * part);
}
