using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>
/// Builds async methods that allocate nothing, however many calls of them wait at once: the runtime's own builder for that
/// (<see cref="PoolingAsyncValueTaskMethodBuilder{TResult}"/>) keeps one box for each core and thread. As with that, a result must be
/// awaited at once and once.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct ReusingValueTaskMethodBuilder<TResult>
{
    private ReusedBox<TResult>? _box;
    private Exception? _exception;
    private TResult _result;

    public readonly ValueTask<TResult> Task =>
        _box is { } box ? box.Task
        : _exception is { } exception ? ValueTask.FromException<TResult>(exception)
        : new(_result);

    public static ReusingValueTaskMethodBuilder<TResult> Create() => default;

    [SuppressMessage("Performance", "CA1822", Justification = "The compiler calls it on an instance.")]
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        var context = ExecutionContext.Capture();
        stateMachine.MoveNext();
        context.RestoreIfLeft();
    }

    [SuppressMessage("Performance", "CA1822", Justification = "The compiler calls it on an instance.")]
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // Only for builders whose boxes the compiler makes.
    }

    public void SetResult(TResult result)
    {
        if (_box is { } box)
        {
            box.SetResult(result);
        }
        else
        {
            _result = result;
        }
    }

    public void SetException(Exception exception)
    {
        if (_box is { } box)
        {
            box.SetException(exception);
        }
        else
        {
            _exception = exception;
        }
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(BoxOf(ref stateMachine).Continuation());

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(BoxOf(ref stateMachine).Continuation());

    private StateMachineBox<TResult, TStateMachine> BoxOf<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_box is { } known)
        {
            return (StateMachineBox<TResult, TStateMachine>)known;
        }

        // This builder is a part of the state machine: the copy must know the box too.
        var box = StateMachineBox<TResult, TStateMachine>.Rent();
        _box = box;
        box.StateMachine = stateMachine;
        return box;
    }
}
