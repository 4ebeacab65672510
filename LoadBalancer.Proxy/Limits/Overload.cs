using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Whether requests are shed because memory or threads are exhausted. Updated by one thread, read by all with one volatile read. Shedding
/// lasts at least <see cref="Shortest"/>; it does not continue forever for memory that shedding cannot free.
/// </summary>
internal sealed partial class Overload(IOptions<LimitsOptions> options, TimeProvider timeProvider, ILogger<Overload> logger)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The fraction of the memory that must be freed between two collections for shedding to be effective.</summary>
    private const double Gain = 0.01;

    private readonly OverloadRules _rules = new(options.Value.Overload);
    private volatile bool _isShedding;
    private long _since;
    private double _floor;
    private double? _collected;

    public bool IsShedding => _isShedding;

    /// <summary>The exhausted resources. For the observing thread only.</summary>
    public OverloadCause Cause { get; private set; }

    /// <summary>Updates the state from a measurement.</summary>
    public void Observe(double memory, TimeSpan queueDelay)
    {
        if (_rules.IsPlenty(memory))
        {
            _floor = 0;
            _collected = null;
        }

        Cause = _rules.Next(Cause, memory, _floor, queueDelay);
        if (Cause != OverloadCause.None)
        {
            _since = timeProvider.GetTimestamp();
            if (!_isShedding)
            {
                _isShedding = true;
                LogSheds(Cause, memory, queueDelay.TotalMilliseconds);
            }
        }
        else if (_isShedding && timeProvider.GetElapsedTime(_since) >= Shortest)
        {
            _isShedding = false;
            _collected = null;
            LogServes(memory, queueDelay.TotalMilliseconds);
        }
    }

    /// <summary>
    /// Updates the state after a full collection while memory is short. Pools keep their memory: if no more is freed, the remaining usage
    /// becomes the floor, and requests are served again above it.
    /// </summary>
    public void ObserveCollected(double memory)
    {
        if (_collected - memory < Gain)
        {
            _floor = memory;
            LogFloor(memory);
        }

        _collected = memory;
    }

    [LoggerMessage(3602, LogLevel.Warning, "Shedding requests: {Cause} (memory {Memory:P0} used, thread pool delay {Delay:F0} ms)")]
    private partial void LogSheds(OverloadCause cause, double memory, double delay);

    [LoggerMessage(3603, LogLevel.Information, "Serving requests again (memory {Memory:P0} used, thread pool delay {Delay:F0} ms)")]
    private partial void LogServes(double memory, double delay);

    [LoggerMessage(3604, LogLevel.Warning,
        "Shedding requests frees no more memory: {Memory:P0} is still used. The gateway needs more memory, or fewer connections and " +
        "requests in flight")]
    private partial void LogFloor(double memory);
}
