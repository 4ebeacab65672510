namespace LoadBalancer.Cluster.Gateways;

/// <summary>
/// Tracks how long the store has been reachable without a gap. After an outage of the store, or of this process, the reports of all
/// gateways have expired: only a process that has watched for the lifetime of a report can distinguish a silent gateway from the outage.
/// Thread-safe.
/// </summary>
/// <param name="lifetime">How long a report counts; half of it without a response of the store is a gap.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class UnbrokenWatch(TimeSpan lifetime, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private long? _began;
    private long _last;

    /// <summary>Whether the store has been reachable for the lifetime of a report.</summary>
    public bool IsLongEnough
    {
        get
        {
            lock (_lock)
            {
                return _began is { } began && timeProvider.GetElapsedTime(began, _last) >= lifetime;
            }
        }
    }

    /// <summary>Records a response of the store.</summary>
    public void Extend()
    {
        lock (_lock)
        {
            var now = timeProvider.GetTimestamp();
            _began = _began is { } began && timeProvider.GetElapsedTime(_last, now) <= lifetime / 2 ? began : now;
            _last = now;
        }
    }
}
