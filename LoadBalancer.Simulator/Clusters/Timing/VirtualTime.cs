namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>Time that passes from event to event. Events of one moment happen in the order in which they were asked for. One thread.</summary>
internal sealed class VirtualTime
{
    private const int EventsBetweenLooks = 4_096;

    /// <summary>When it begins: any time would do, as long as it is always the same.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long Ticks, long Order)> _events = new();
    private long _order;
    private long _ticks;

    public TimeSpan Elapsed => new(Volatile.Read(ref _ticks));

    public DateTimeOffset Now => Beginning + Elapsed;

    /// <summary>How many events have happened.</summary>
    public long Events { get; private set; }

    /// <summary>Something happens later, or now, after what is happening.</summary>
    public void After(TimeSpan delay, Action what) => _events.Enqueue(what, (_ticks + Math.Max(0, delay.Ticks), _order++));

    /// <summary>Something happens again and again until it says no.</summary>
    public void Every(TimeSpan first, Func<TimeSpan> interval, Func<bool> what) =>
        After(first, () =>
        {
            if (what())
            {
                Every(interval(), interval, what);
            }
        });

    /// <summary>Lets time pass.</summary>
    /// <returns>Whether the end was reached before the token was cancelled.</returns>
    public bool RunUntil(TimeSpan end, CancellationToken token)
    {
        while (_events.TryPeek(out _, out var next) && next.Ticks <= end.Ticks)
        {
            var what = _events.Dequeue();
            Volatile.Write(ref _ticks, next.Ticks);
            what();
            if (++Events % EventsBetweenLooks == 0 && token.IsCancellationRequested)
            {
                return false;
            }
        }

        Volatile.Write(ref _ticks, end.Ticks);
        return true;
    }
}
