using System.Runtime.ExceptionServices;

namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>
/// Time that passes from event to event, for the simulation and, as their <see cref="TimeProvider"/>, for the product's classes that run in
/// it. Events of one moment happen in the order in which they were asked for, and whatever waits for an event goes on before the next one.
/// One thread.
/// </summary>
/// <param name="prelude">How long before zero it begins.</param>
internal sealed class VirtualTime(TimeSpan prelude) : TimeProvider
{
    private const int EventsBetweenLooks = 4_096;

    /// <summary>The date at zero: any would do, as long as it is always the same.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<VirtualEvent, (long Ticks, long Order)> _events = new();
    private readonly VirtualContext _context = new();
    private ExceptionDispatchInfo? _failure;
    private long _order;
    private long _ticks = -prelude.Ticks;

    /// <summary>The time since zero; negative before. Thread-safe.</summary>
    public TimeSpan Elapsed => new(Volatile.Read(ref _ticks));

    public DateTimeOffset Now => Beginning + Elapsed;

    /// <summary>How many events have happened.</summary>
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

    /// <summary>Something happens later, or now, after what is happening.</summary>
    public void After(TimeSpan delay, Action what) => Enqueue(delay, new(what, Timer: null, Setting: 0));

    /// <summary>A timer fires later, unless it has been set anew until then.</summary>
    public void After(TimeSpan delay, VirtualTimer timer, long setting) => Enqueue(delay, new(What: null, timer, setting));

    /// <summary>Waits. Unlike <see cref="Task.Delay(TimeSpan, TimeProvider)"/>, to the tick and not to the millisecond.</summary>
    public async Task DelayAsync(TimeSpan delay, CancellationToken token = default)
    {
        var over = new TaskCompletionSource();
        await using var ending = token.UnsafeRegister(static (task, ended) => ((TaskCompletionSource)task!).TrySetCanceled(ended), over);
        After(delay, () => over.TrySetResult());
        await over.Task;
    }

    /// <summary>Begins something, after what is happening, that goes on beside everything else. If it fails, the simulation does.</summary>
    public void Start(Func<Task> what) => After(TimeSpan.Zero, () => _ = WatchAsync(what));

    /// <summary>Lets time pass.</summary>
    /// <param name="end">When to stop.</param>
    /// <param name="onEnd">Ends what was started: the collector would finalize what is left waiting, on a thread of its own.</param>
    /// <param name="token">Stops earlier.</param>
    /// <returns>Whether the end was reached before the token was cancelled.</returns>
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
            // It was to end.
        }
        catch (Exception exception)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void Enqueue(TimeSpan delay, VirtualEvent happening) =>
        _events.Enqueue(happening, (_ticks + Math.Max(0, delay.Ticks), _order++));

    /// <summary>Something to do, or a timer that fires.</summary>
    private readonly record struct VirtualEvent(Action? What, VirtualTimer? Timer, long Setting);
}
