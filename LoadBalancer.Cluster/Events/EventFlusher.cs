using System.Globalization;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Watching;

namespace LoadBalancer.Cluster.Events;

/// <summary>
/// Writes this gateway's events to Redis, including the loss of Redis, once Redis is reachable. A batch whose response was lost is sent
/// again: an event may be written twice, but events are never out of order.
/// </summary>
internal sealed partial class EventFlusher : StoreFlusher
{
    private const int MostPerBatch = 100;
    private const int LongestReason = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly EventQueue _queue;
    private readonly IEventLog _events;
    private readonly MembershipWatcher _watcher;
    private readonly LoopLog<EventFlusher> _log;
    private readonly ILogger _logger;
    private IReadOnlyList<ClusterEvent> _pending = [];

    public EventFlusher(EventQueue queue, IEventLog events, MembershipWatcher watcher, TimeProvider timeProvider, LoopLog<EventFlusher> log)
        : base(Interval, timeProvider, log.Logger)
    {
        _queue = queue;
        _events = events;
        _watcher = watcher;
        _log = log;
        _logger = log.Logger;
        _watcher.ConnectionChanged += OnConnectionChanged;
    }

    public override void Dispose()
    {
        _watcher.ConnectionChanged -= OnConnectionChanged;
        base.Dispose();
    }

    protected override async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            while ((_pending = _pending.Count > 0 ? _pending : _queue.Take(MostPerBatch)).Count > 0)
            {
                await _events.AppendAsync(_pending, cancellationToken);
                _pending = [];
            }

            if (_queue.TakeDropped() is > 0 and var dropped)
            {
                LogDropped(dropped);
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

    private void OnConnectionChanged(RegistryConnectionSnapshot last, RegistryConnectionSnapshot next)
    {
        if (next.IsConnected)
        {
            _queue.Add(
                ClusterEventKind.StoreBack,
                next.Since,
                detail: string.Create(CultureInfo.InvariantCulture, $"unavailable for {(next.Since - last.Since).TotalSeconds:0} s"));
        }
        else
        {
            _queue.Add(ClusterEventKind.StoreLost, next.Since, detail: FirstClause(next.Reason ?? ""));
        }
    }

    /// <summary>
    /// Returns the first clause of a Redis client's message; the state of sockets and threads that follows belongs in the client's own log.
    /// </summary>
    private static string FirstClause(string text)
    {
        var clause = text.Split(';', '\r', '\n')[0];
        return clause.Length <= LongestReason ? clause : string.Concat(clause.AsSpan(0, LongestReason), "…");
    }

    [LoggerMessage(3401, LogLevel.Debug, "Events cannot be written to Redis and are kept: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(3402, LogLevel.Warning, "Dropped the {Dropped} oldest events: the queue was full while Redis was unreachable")]
    private partial void LogDropped(int dropped);
}
