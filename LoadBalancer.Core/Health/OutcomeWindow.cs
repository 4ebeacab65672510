namespace LoadBalancer.Core.Health;

/// <summary>
/// Counts a server's successes and failures over a sliding window of ten slots. Lock-free and without allocation: many
/// requests write at once; a count that falls on the moment when a slot begins anew may be lost, which a rate does not
/// mind. Time is passed in and may repeat, but should not run backwards.
/// </summary>
public sealed class OutcomeWindow
{
    private const int Slots = 10;

    private readonly Slot[] _slots = new Slot[Slots];
    private readonly long _slotTicks;
    private int _failuresInARow;

    /// <summary>Makes an empty window.</summary>
    /// <param name="length">How far back it looks; at least 10 ticks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is too short.</exception>
    public OutcomeWindow(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromTicks(Slots));
        _slotTicks = length.Ticks / Slots;
    }

    /// <summary>A request has come through. The usual case: one increment.</summary>
    public void Succeed(DateTimeOffset now)
    {
        if (Volatile.Read(ref _failuresInARow) != 0)
        {
            Volatile.Write(ref _failuresInARow, 0);
        }

        Interlocked.Increment(ref SlotAt(now).Requests);
    }

    /// <summary>A request has failed.</summary>
    /// <returns>How things stand, this failure included.</returns>
    public RecentOutcomes Fail(DateTimeOffset now)
    {
        var inARow = Interlocked.Increment(ref _failuresInARow);
        ref var slot = ref SlotAt(now);
        Interlocked.Increment(ref slot.Requests);
        Interlocked.Increment(ref slot.Failures);
        return Read(now) with { FailuresInARow = inARow };
    }

    /// <summary>How things stand: the slot of this moment and the nine before it.</summary>
    public RecentOutcomes Read(DateTimeOffset now)
    {
        var newest = now.UtcTicks / _slotTicks;
        var (requests, failures) = (0, 0);
        foreach (ref var slot in _slots.AsSpan())
        {
            var number = Volatile.Read(ref slot.Number);
            if (number > newest - Slots && number <= newest)
            {
                requests += Volatile.Read(ref slot.Requests);
                failures += Volatile.Read(ref slot.Failures);
            }
        }

        return new(requests, failures, Volatile.Read(ref _failuresInARow));
    }

    private ref Slot SlotAt(DateTimeOffset now)
    {
        var number = now.UtcTicks / _slotTicks;
        ref var slot = ref _slots[number % Slots];
        var present = Volatile.Read(ref slot.Number);
        if (present < number && Interlocked.CompareExchange(ref slot.Number, number, present) == present)
        {
            Volatile.Write(ref slot.Requests, 0);
            Volatile.Write(ref slot.Failures, 0);
        }

        return ref slot;
    }

    private struct Slot
    {
        public long Number;
        public int Requests;
        public int Failures;
    }
}
