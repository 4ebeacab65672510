namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>How much of what a client sends the gateway has looked at. Thread-safe.</summary>
internal sealed class ReadProgress
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _examined;

    /// <summary>The gateway is done with the connection, and with every request on it.</summary>
    public Task Ended => _ended.Task;

    public void MoveTo(long examined)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            _examined = Math.Max(_examined, examined);
            moved = _moved;
            _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        moved.TrySetResult();
    }

    public void End() => _ended.TrySetResult();

    /// <summary>Waits until so many bytes were looked at, or no more will be.</summary>
    public async Task WaitAsync(long examined, CancellationToken cancellationToken)
    {
        while (IsBehind(examined, out var moved) && !_ended.Task.IsCompleted)
        {
            await Task.WhenAny(moved, _ended.Task).WaitAsync(cancellationToken);
        }
    }

    private bool IsBehind(long examined, out Task moved)
    {
        lock (_lock)
        {
            moved = _moved.Task;
            return _examined < examined;
        }
    }
}
