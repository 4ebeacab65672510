using System.Threading.Channels;

namespace LoadBalancer.Dashboard.State;

/// <summary>Wakes the reader before its next tick after a change; several calls wake it once. Thread-safe.</summary>
internal sealed class ReadSignal(TimeProvider timeProvider)
{
    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _hints.Writer.TryWrite(true);

    /// <summary>Waits for a call, a timeout, or cancellation.</summary>
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
            // The tick is due, or the wait was canceled.
        }
    }
}
