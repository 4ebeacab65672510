using System.Runtime.ExceptionServices;

namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>
/// Time that advances from event to event. It drives the simulation, and is the <see cref="TimeProvider"/> of the product's classes in it.
/// Events at the same time happen in the order in which they were scheduled, and all continuations of an event run before the next event.
/// Single-threaded.
/// </summary>
/// <param name="prelude">The time before zero at which the simulation begins.</param>
internal sealed class VirtualTime(TimeSpan prelude) : TimeProvider
{
    private const int EventsBetweenLooks = 4_096;

    /// <summary>The date at zero. Any date would do, as long as it never changes.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<VirtualEvent, (long Ticks, long Order)> _events = new();
    private readonly VirtualContext _context = new();
    private ExceptionDispatchInfo? _failure;
    private long _order;
    private long _ticks = -prelude.Ticks;

    /// <summary>The time since zero; negative before it. Thread-safe.</summary>
    public TimeSpan Elapsed => new(Volatile.Read(ref _ticks));

    public DateTimeOffset Now => Beginning + Elapsed;

    /// <summary>The number of events that have happened.</summary>
    public long Events { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => _ticks + prelude.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Schedules an action after a delay. Without a delay it runs after the current event.</summary>
    public void After(TimeSpan delay, Action what) => Enqueue(delay, new(what, Timer: null, Setting: 0));

    /// <summary>Schedules a timer, which fires after a delay unless it has been changed or disposed by then.</summary>
    public void After(TimeSpan delay, VirtualTimer timer, long setting) => Enqueue(delay, new(What: null, timer, setting));

    /// <summary>
    /// Waits for a delay. Unlike <see cref="Task.Delay(TimeSpan, TimeProvider)"/>, it is exact to the tick, not to the millisecond.
    /// </summary>
    public async Task DelayAsync(TimeSpan delay, CancellationToken token = default)
    {
        var over = new TaskCompletionSource();
        await using var ending = token.UnsafeRegister(static (task, ended) => ((TaskCompletionSource)task!).TrySetCanceled(ended), over);
        After(delay, () => over.TrySetResult());
        await over.Task;
    }

    /// <summary>Starts a concurrent activity after the current event. If it fails, the simulation fails.</summary>
    public void Start(Func<Task> what) => After(TimeSpan.Zero, () => _ = WatchAsync(what));

    /// <summary>Runs events until the end.</summary>
    /// <param name="end">The time at which to stop.</param>
    /// <param name="onEnd">
    /// Ends all activities. Otherwise the garbage collector would finalize those that still wait, on a thread of its own.
    /// </param>
    /// <param name="token">Stops the simulation early.</param>
    /// <returns>Whether the end was reached before the token was canceled.</returns>
    public bool RunUntil(TimeSpan end, Action onEnd, CancellationToken token)
    {
        using var entered = _context.Enter();
        using var memory = new MemoryWatch(exception => _failure ??= ExceptionDispatchInfo.Capture(exception));
        try
        {
            return Run(end.Ticks, token);
        }
        finally
        {
            onEnd();
            _context.Drain();
        }
    }

    private bool Run(long end, CancellationToken token)
    {
        while (_events.TryPeek(out _, out var next) && next.Ticks <= end)
        {
            var happening = _events.Dequeue();
            if (happening.Timer?.IsSetTo(happening.Setting) == false)
            {
                continue;
            }

            Volatile.Write(ref _ticks, next.Ticks);
            happening.What?.Invoke();
            happening.Timer?.Fire();
            _context.Drain();
            _failure?.Throw();
            if (++Events % EventsBetweenLooks == 0 && token.IsCancellationRequested)
            {
                return false;
            }
        }

        Volatile.Write(ref _ticks, end);
        return true;
    }

    private async Task WatchAsync(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (OperationCanceledException)
        {
            // The activity ended because it was canceled.
        }
        catch (Exception exception)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void Enqueue(TimeSpan delay, VirtualEvent happening) =>
        _events.Enqueue(happening, (_ticks + Math.Max(0, delay.Ticks), _order++));

    /// <summary>An action to run, or a timer that fires.</summary>
    private readonly record struct VirtualEvent(Action? What, VirtualTimer? Timer, long Setting);
}
