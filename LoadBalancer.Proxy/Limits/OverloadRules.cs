namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// The thresholds at which a resource becomes exhausted and at which it recovers. They differ (hysteresis), so that the state does not
/// change with every request.
/// </summary>
internal sealed class OverloadRules(OverloadOptions options)
{
    /// <summary>The fraction of the memory that must be free beyond the limit before shedding ends.</summary>
    public const double MemoryMargin = 0.05;

    /// <summary>The fraction of the maximum delay below which threads have recovered.</summary>
    public const double DelayMargin = 0.5;

    /// <summary>
    /// If memory stays in use although requests are shed, shedding begins and ends at these fractions of the memory above the floor.
    /// </summary>
    private const double BeginsAboveFloor = 0.5;
    private const double EndsAboveFloor = 0.25;

    /// <param name="present">The resources that are exhausted so far.</param>
    /// <param name="memory">The fraction of the memory that is in use, 0 to 1.</param>
    /// <param name="floor">The fraction that stays in use whether or not requests are shed; 0 if unknown.</param>
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

    /// <summary>Whether enough memory is free that the floor does not matter.</summary>
    public bool IsPlenty(double memory) => memory < EndOfMemory;

    private double EndOfMemory => options.Memory - MemoryMargin;

    private static double Above(double floor, double part) => floor == 0 ? 0 : floor + ((1 - floor) * part);
}
