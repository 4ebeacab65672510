using System.Threading.Tasks.Sources;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>Holds the result of an async method that did not complete synchronously, for its awaiter.</summary>
internal abstract class ReusedBox<TResult> : IValueTaskSource<TResult>
{
    // Not readonly, because it is a mutable struct.
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
        // A stale token must not take the box from its current user.
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

    /// <summary>Returns the box for reuse after its result has been taken.</summary>
    protected abstract void Return();
}
