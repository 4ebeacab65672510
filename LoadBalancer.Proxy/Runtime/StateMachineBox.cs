using System.Runtime.CompilerServices;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>
/// An async method that waits, with all its locals; kept for the next call of the method on the thread that took its result.
/// </summary>
internal sealed class StateMachineBox<TResult, TStateMachine> : ReusedBox<TResult>
    where TStateMachine : IAsyncStateMachine
{
    /// <summary>As many calls of one method as may wait at once on a thread before memory is asked for again.</summary>
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

    /// <summary>Where the method's state is from now on.</summary>
    public ref TStateMachine StateMachine => ref _stateMachine;

    /// <summary>One that nobody uses.</summary>
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

    /// <summary>What the method goes on with, in the context that it is in now.</summary>
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
        // Once the method has ended the box may serve another call: nothing of it is touched afterwards.
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
