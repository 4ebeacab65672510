using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Proxy.Telemetry.Tail;

/// <summary>
/// Sends the lines that wait, four times a second, while somebody looks at requests; and once a second the numbers alone, so that those who
/// look know that the gateway is there. A batch that cannot be sent is lost: by the time it could be, it is of no interest.
/// </summary>
internal sealed partial class TailFlusher(
    ITailStore store, RequestTail tail, GatewayIdentity identity, TimeProvider timeProvider, LoopLog<TailFlusher> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private const int TicksBetweenSigns = 4;

    /// <summary>The room for the gateway's name, the filters, and the numbers.</summary>
    private const int HeadBytes = 12 * 1024;

    private readonly ILogger _logger = log.Logger;
    private readonly byte[] _lines = new byte[TailBatch.MostBytes - HeadBytes];
    private long _dropped;
    private int _silentTicks = TicksBetweenSigns;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (tail.Gate is { } gate)
            {
                await TryFlushAsync(gate, stoppingToken);
            }
            else if (tail.Buffer.NextLength > 0)
            {
                // They are of no interest to whoever looks next.
                tail.Buffer.Take(_lines, out _);
            }
        }
    }

    private async Task TryFlushAsync(TailGate gate, CancellationToken cancellationToken)
    {
        var length = tail.Buffer.Take(_lines, out _);
        if (length == 0 && ++_silentTicks < TicksBetweenSigns)
        {
            return;
        }

        _silentTicks = 0;
        var dropped = tail.Dropped;
        var head = new TailBatch
        {
            V = TailBatch.Version,
            Gateway = identity.Id,
            Filters = [.. gate.Filters.Select(filter => filter.Text)],
            Seen = gate.TakeSeen(),
            Dropped = dropped - _dropped,
        };
        _dropped = dropped;
        try
        {
            await store.PublishAsync(head, _lines.AsMemory(0, length), cancellationToken);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogNotSent(StoreFailure.Describe(exception));
            }
        }
    }

    [LoggerMessage(3812, LogLevel.Debug, "Requests that somebody looks at cannot be sent to Redis: {Reason}")]
    private partial void LogNotSent(string reason);
}
