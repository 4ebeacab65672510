namespace LoadBalancer.Proxy.Reporting;

/// <summary>Measures how many processor cores a process uses. Thread-safe.</summary>
/// <param name="used">Returns the processor time that the process has used since it started.</param>
/// <param name="timeProvider">Measures the time between two readings.</param>
internal sealed class CpuUsage(Func<TimeSpan> used, TimeProvider timeProvider)
{
    /// <summary>The shortest time that a measurement covers.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long _at = timeProvider.GetTimestamp();
    private TimeSpan _used = used();
    private double? _cores;

    /// <summary>
    /// Returns the number of cores on average over the last complete <see cref="Window"/>; over a shorter time while the first is not
    /// complete.
    /// </summary>
    public double Cores()
    {
        lock (_lock)
        {
            var elapsed = timeProvider.GetElapsedTime(_at);
            if (elapsed >= Window || (_cores is null && elapsed > TimeSpan.Zero))
            {
                var now = used();
                var cores = (now - _used) / elapsed;
                if (elapsed < Window)
                {
                    return cores;
                }

                (_at, _used, _cores) = (timeProvider.GetTimestamp(), now, cores);
            }

            return _cores ?? 0;
        }
    }
}
