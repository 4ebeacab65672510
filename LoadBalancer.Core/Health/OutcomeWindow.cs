namespace LoadBalancer.Core.Health;

/// <summary>
/// Counts a server's successes and failures over a sliding window of ten slots. Lock-free and without allocation: many
/// requests write at once; a count that falls on the moment when a slot begins anew may be lost, which a rate does not
/// mind. Time is passed in and may repeat, but should not run backwards.
/// </summary>
public sealed class OutcomeWindow
{
    /// <summary>How many malformed responses count as one failure.</summary>
    public const int MalformedPerFailure = 5;

    private const int Slots = 10;

    private readonly Slot[] _slots = new Slot[Slots];
    private readonly long _slotTicks;
    private long _malformedInARow;
    private long _succeededAt;

    /// <summary>Makes an empty window.</summary>
    /// <param name="length">How far back it looks; at least 10 ticks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is too short.</exception>
    public OutcomeWindow(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromTicks(Slots));
        _slotTicks = length.Ticks / Slots;
    }

    /// <summary>When a request came through last; <see cref="DateTimeOffset.MinValue"/> if none has.</summary>
    public DateTimeOffset SucceededAt => new(Volatile.Read(ref _succeededAt), TimeSpan.Zero);

    /// <summary>A request has come through. The usual case: one increment.</summary>
    public void Succeed(DateTimeOffset now)
    {
        Volatile.Write(ref _succeededAt, now.UtcTicks);
        if (Volatile.Read(ref _malformedInARow) != 0)
        {
            Volatile.Write(ref _malformedInARow, 0);
        }

        Interlocked.Increment(ref SlotAt(now).Requests);
    }

    /// <summary>A request has failed.</summary>
    /// <returns>How things stand, this failure included.</returns>
    public RecentOutcomes Fail(DateTimeOffset now)
    {
        var inARow = Interlocked.Add(ref _malformedInARow, MalformedPerFailure);
        ref var slot = ref SlotAt(now);
        Interlocked.Increment(ref slot.Requests);
        Interlocked.Increment(ref slot.Failures);
        return Read(now) with { FailuresInARow = WholeFailures(inARow) };
    }

    /// <summary>
    /// A request got a malformed response: often that is the request's doing, and the server answers all others. It counts in a row as the
    /// part of a failure that <see cref="MalformedPerFailure"/> says, and as a request that has not failed for the rate.
    /// </summary>
    /// <returns>How things stand, this response included.</returns>
    public RecentOutcomes FailMalformed(DateTimeOffset now)
    {
        var inARow = Interlocked.Increment(ref _malformedInARow);
        Interlocked.Increment(ref SlotAt(now).Requests);
        return Read(now) with { FailuresInARow = WholeFailures(inARow) };
    }

    /// <summary>Forgets all but when a request came through last.</summary>
    public void Clear()
    {
        Volatile.Write(ref _malformedInARow, 0);
        foreach (ref var slot in _slots.AsSpan())
        {
            Volatile.Write(ref slot.Number, 0);
            Volatile.Write(ref slot.Requests, 0);
            Volatile.Write(ref slot.Failures, 0);
        }
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

        return new(requests, failures, WholeFailures(Volatile.Read(ref _malformedInARow)));
    }

    private static int WholeFailures(long malformed) => (int)Math.Min(malformed / MalformedPerFailure, int.MaxValue);

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
