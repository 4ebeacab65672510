namespace LoadBalancer.Cluster.Gateways;

/// <summary>
/// For how long the store has been reached without a gap. After an outage of the store, or of this process, everybody's reports
/// have expired: only who has watched for as long as a report counts can tell silence from the outage. Thread-safe.
/// </summary>
/// <param name="lifetime">How long a report counts; half of it without a sign of the store is a gap.</param>
/// <param name="timeProvider">Measures the time.</param>
internal sealed class UnbrokenWatch(TimeSpan lifetime, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private long? _began;
    private long _last;

    /// <summary>Whether the store has been reached for the lifetime of a report.</summary>
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

    /// <summary>The store has answered.</summary>
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
