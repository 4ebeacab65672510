using System.Runtime.CompilerServices;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>
/// A suspended async method with its locals. The thread that takes the result keeps the box for the next call of the method.
/// </summary>
internal sealed class StateMachineBox<TResult, TStateMachine> : ReusedBox<TResult>
    where TStateMachine : IAsyncStateMachine
{
    /// <summary>The maximum number of boxes that a thread keeps for each method; further calls allocate.</summary>
    private const int MostKept = 1_024;

    [ThreadStatic]
    private static StateMachineBox<TResult, TStateMachine>? _kept;

    [ThreadStatic]
    private static int _count;

    private readonly Action _moveNext;
    private TStateMachine _stateMachine = default!;
    private ExecutionContext? _context;
    private StateMachineBox<TResult, TStateMachine>? _next;

    private StateMachineBox() => _moveNext = MoveNext;

    /// <summary>The state of the method.</summary>
    public ref TStateMachine StateMachine => ref _stateMachine;

    /// <summary>Returns an unused box.</summary>
    public static StateMachineBox<TResult, TStateMachine> Rent()
    {
        if (_kept is not { } box)
        {
            return new();
        }

        _kept = box._next;
        box._next = null;
        _count--;
        return box;
    }

    /// <summary>The continuation of the method, in the current execution context.</summary>
    public Action Continuation()
    {
        _context = ExecutionContext.Capture();
        return _moveNext;
    }

    protected override void Return()
    {
        _stateMachine = default!;
        _context = null;
        if (_count < MostKept)
        {
            _next = _kept;
            _kept = this;
            _count++;
        }
    }

    private void MoveNext()
    {
        // Once the method has ended, the box may serve another call and must not be accessed.
        var present = ExecutionContext.Capture();
        if (_context is { } context && context != present)
        {
            ExecutionContext.Run(context, static box => ((StateMachineBox<TResult, TStateMachine>)box!)._stateMachine.MoveNext(), this);
            return;
        }

        _stateMachine.MoveNext();
        present.RestoreIfLeft();
    }
}
