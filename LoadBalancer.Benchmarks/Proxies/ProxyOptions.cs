namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>The durations of the measurement.</summary>
/// <param name="Rounds">How often everything is measured.</param>
/// <param name="Seconds">The duration of one run.</param>
internal sealed record ProxyOptions(int Rounds, int Seconds)
{
    /// <summary>The duration of the measurement of a process that has just started.</summary>
    public const int ColdSeconds = 10;

    /// <summary>
    /// The duration of a warm-up, after which the runtime has compiled frequently used code. Each scenario that runs different code has its
    /// own.
    /// </summary>
    public const int WarmUpSeconds = 20;
}
