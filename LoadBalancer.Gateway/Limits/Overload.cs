using LoadBalancer.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Limits;

/// <summary>
/// Whether requests are shed because memory or threads run out. Observed by one thread, read by all: reading is one volatile
/// read. What is shed once is shed for <see cref="Shortest"/> at least.
/// </summary>
internal sealed partial class Overload(IOptions<GatewayOptions> options, TimeProvider timeProvider, ILogger<Overload> logger)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly OverloadRules _rules = new(options.Value.Limits.Overload);
    private volatile bool _isShedding;
    private long _since;

    public bool IsShedding => _isShedding;

    /// <summary>What is short; for the observing thread.</summary>
    public OverloadCause Cause { get; private set; }

    /// <summary>Takes over what was measured.</summary>
    public void Observe(double memory, TimeSpan queueDelay)
    {
        Cause = _rules.Next(Cause, memory, queueDelay);
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
            LogServes(memory, queueDelay.TotalMilliseconds);
        }
    }

    [LoggerMessage(3602, LogLevel.Warning, "Requests are shed until the gateway has recovered: {Cause} (memory {Memory:P0} in use, work waits {Delay:F0} ms for a thread)")]
    private partial void LogSheds(OverloadCause cause, double memory, double delay);

    [LoggerMessage(3603, LogLevel.Information, "Requests are served again (memory {Memory:P0} in use, work waits {Delay:F0} ms for a thread)")]
    private partial void LogServes(double memory, double delay);
}
