using System.Threading.Tasks.Sources;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>What has become of an async method that has had to wait: its result, for the one that awaits it.</summary>
internal abstract class ReusedBox<TResult> : IValueTaskSource<TResult>
{
    // Not readonly: it is a struct that changes.
    private ManualResetValueTaskSourceCore<TResult> _core;

    public ValueTask<TResult> Task => new(this, _core.Version);

    public void SetResult(TResult result) => _core.SetResult(result);

    public void SetException(Exception exception) => _core.SetException(exception);

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        // A token that is out of date must not take the box from whoever has it now.
        if (token != _core.Version)
        {
            throw new InvalidOperationException("The result was taken already.");
        }

        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Return();
        }
    }

    /// <summary>The result was taken: it may be used for another call.</summary>
    protected abstract void Return();
}
