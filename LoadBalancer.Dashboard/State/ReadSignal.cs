using System.Threading.Channels;

namespace LoadBalancer.Dashboard.State;

/// <summary>Wakes the reader before its next tick, because something has changed; many calls wake it once. Thread-safe.</summary>
internal sealed class ReadSignal(TimeProvider timeProvider)
{
    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _hints.Writer.TryWrite(true);

    /// <summary>Waits for a call, or for the time, or until nobody wants to wait any more.</summary>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(most, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            await _hints.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The tick is due, or there is no more waiting.
        }
    }
}
