using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>
/// Builds async methods that do not allocate, however many calls wait at the same time. The runtime's
/// <see cref="PoolingAsyncValueTaskMethodBuilder{TResult}"/> keeps only one box per core and thread. As with that builder, a result must be
/// awaited immediately and only once.
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
        // Required by the pattern, but only for builders whose boxes the compiler creates.
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

        // This builder is a part of the state machine, so it must reference the box before the state machine is copied.
        var box = StateMachineBox<TResult, TStateMachine>.Rent();
        _box = box;
        box.StateMachine = stateMachine;
        return box;
    }
}
