namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Tracks how many of a client's bytes the gateway has examined. Thread-safe.</summary>
internal sealed class ReadProgress
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _examined;

    /// <summary>Completes when the gateway is done with the connection and every request on it.</summary>
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

    /// <summary>Waits until the given number of bytes has been examined, or no more will be.</summary>
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
