using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Cluster.Checks;

/// <summary>
/// Writes the last check of each server that this gateway has probed since the last write. While Redis is unreachable they are kept as long
/// as they count.
/// </summary>
internal sealed partial class CheckFlusher : StoreFlusher
{
    /// <summary>The number of checks in one write, so that Redis serves others in between.</summary>
    public const int MostAtOnce = 500;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ICheckStore _store;
    private readonly CheckBuffer _buffer;
    private readonly HealthMonitor _health;
    private readonly StoreClock _clock;
    private readonly LoopLog<CheckFlusher> _log;
    private readonly ILogger _logger;

    public CheckFlusher(
        ICheckStore store, CheckBuffer buffer, HealthMonitor health, StoreClock clock, TimeProvider timeProvider,
        LoopLog<CheckFlusher> log)
        : base(Interval, timeProvider, log.Logger)
    {
        (_store, _buffer, _health, _clock, _log, _logger) = (store, buffer, health, clock, log, log.Logger);
        _health.Probed += _buffer.Add;
    }

    /// <summary>A check is out of date seconds after the gateway has stopped.</summary>
    protected override bool WritesAtStop => false;

    public override void Dispose()
    {
        _health.Probed -= _buffer.Add;
        base.Dispose();
    }

    protected override async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        var (taken, dropped) = _buffer.Take();
        if (dropped > 0)
        {
            LogDropped(dropped);
        }

        var chunks = new Queue<ServerCheck[]>(taken.Chunk(MostAtOnce));
        try
        {
            while (chunks.TryPeek(out var checks))
            {
                await _store.WriteAsync(_clock.Now, checks, cancellationToken);
                chunks.Dequeue();
            }
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            _buffer.PutBack(chunks.SelectMany(checks => checks));
            if (!_log.TryRecordFault(exception))
            {
                LogFailed(StoreFailure.Describe(exception));
            }
        }
    }

    [LoggerMessage(3411, LogLevel.Debug, "The last checks of servers cannot be written to Redis: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(3412, LogLevel.Warning, "Dropped {Dropped} checks of servers: too many were waiting to be written to Redis")]
    private partial void LogDropped(int dropped);
}
