namespace LoadBalancer.Core.Health;

/// <summary>
/// Counts a server's successes and failures over a sliding window of ten slots. Lock-free and without allocation: many requests write
/// concurrently; a count at the moment when a slot is reset may be lost, which is negligible for a rate. Time is passed in and may repeat,
/// but should not go backwards.
/// </summary>
public sealed class OutcomeWindow
{
    /// <summary>The number of malformed responses that count as one failure.</summary>
    public const int MalformedPerFailure = 5;

    private const int Slots = 10;

    private readonly Slot[] _slots = new Slot[Slots];
    private readonly long _slotTicks;
    private long _malformedInARow;
    private long _succeededAt;

    /// <summary>Creates an empty window.</summary>
    /// <param name="length">The length of the window; at least 10 ticks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is too short.</exception>
    public OutcomeWindow(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromTicks(Slots));
        _slotTicks = length.Ticks / Slots;
    }

    /// <summary>The time of the last successful request; <see cref="DateTimeOffset.MinValue"/> if there is none.</summary>
    public DateTimeOffset SucceededAt => new(Volatile.Read(ref _succeededAt), TimeSpan.Zero);

    /// <summary>Records a successful request. In the common case this is one increment.</summary>
    public void Succeed(DateTimeOffset now)
    {
        Volatile.Write(ref _succeededAt, now.UtcTicks);
        if (Volatile.Read(ref _malformedInARow) != 0)
        {
            Volatile.Write(ref _malformedInARow, 0);
        }

        Interlocked.Increment(ref SlotAt(now).Requests);
    }

    /// <summary>Records a failed request.</summary>
    /// <returns>The counts, including this failure.</returns>
    public RecentOutcomes Fail(DateTimeOffset now)
    {
        var inARow = Interlocked.Add(ref _malformedInARow, MalformedPerFailure);
        ref var slot = ref SlotAt(now);
        Interlocked.Increment(ref slot.Requests);
        Interlocked.Increment(ref slot.Failures);
        return Read(now) with { FailuresInARow = WholeFailures(inARow) };
    }

    /// <summary>
    /// Records a malformed response, which is often caused by the request while the server responds well to all others. It counts as a
    /// fraction of a consecutive failure, see <see cref="MalformedPerFailure"/>, and as a request that did not fail for the rate.
    /// </summary>
    /// <returns>The counts, including this response.</returns>
    public RecentOutcomes FailMalformed(DateTimeOffset now)
    {
        var inARow = Interlocked.Increment(ref _malformedInARow);
        Interlocked.Increment(ref SlotAt(now).Requests);
        return Read(now) with { FailuresInARow = WholeFailures(inARow) };
    }

    /// <summary>Clears everything except the time of the last successful request.</summary>
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

    /// <summary>Returns the counts of the current slot and the nine before it.</summary>
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
