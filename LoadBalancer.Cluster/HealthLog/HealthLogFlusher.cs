using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Cluster.HealthLog;

/// <summary>
/// Writes the changes of verdicts to Redis, at most <see cref="MostAtOnce"/> a second, so that many servers that fail at once do not
/// occupy Redis. While it is unreachable they are kept. A batch whose response was lost is sent again.
/// </summary>
internal sealed partial class HealthLogFlusher : StoreFlusher
{
    public const int MostAtOnce = 200;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IHealthLog _store;
    private readonly HealthChangeQueue _queue;
    private readonly HealthMonitor _health;
    private readonly LoopLog<HealthLogFlusher> _log;
    private readonly ILogger _logger;
    private IReadOnlyCollection<HealthChange> _pending = [];

    public HealthLogFlusher(
        IHealthLog store, HealthChangeQueue queue, HealthMonitor health, TimeProvider timeProvider, LoopLog<HealthLogFlusher> log)
        : base(Interval, timeProvider, log.Logger)
    {
        (_store, _queue, _health, _log, _logger) = (store, queue, health, log, log.Logger);
        _health.VerdictChanged += _queue.Add;
    }

    public override void Dispose()
    {
        _health.VerdictChanged -= _queue.Add;
        base.Dispose();
    }

    protected override async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        if (_queue.TakeDropped() is > 0 and var dropped)
        {
            LogDropped(dropped);
        }

        try
        {
            _pending = _pending.Count > 0 ? _pending : _queue.Take(MostAtOnce);
            if (_pending.Count > 0)
            {
                await _store.AppendAsync(_pending, cancellationToken);
                _pending = [];
            }
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!_log.TryRecordFault(exception))
            {
                LogFailed(StoreFailure.Describe(exception));
            }
        }
    }

    [LoggerMessage(3403, LogLevel.Warning,
        "Dropped the {Dropped} oldest entries of the servers' health history: more were waiting than can be kept")]
    private partial void LogDropped(int dropped);

    [LoggerMessage(3404, LogLevel.Debug, "The servers' health history cannot be written to Redis and is kept: {Reason}")]
    private partial void LogFailed(string reason);
}
