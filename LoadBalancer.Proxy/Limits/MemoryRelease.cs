namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Frees memory while it is short: the gateway sheds requests and allocates little then, so that the runtime would not collect by itself. A
/// collection beside the program comes first. Only compaction returns memory to the operating system, but it stops the program for hundreds
/// of milliseconds, so it follows only if the collection has found enough to return. For one thread.
/// </summary>
internal sealed class MemoryRelease(IHeap heap, TimeProvider timeProvider)
{
    /// <summary>The minimum time between two collections.</summary>
    public static readonly TimeSpan BetweenCollections = TimeSpan.FromSeconds(5);

    /// <summary>The fraction of the memory that a compaction must be able to return: as much as ends the shedding.</summary>
    public const double LeastFree = OverloadRules.MemoryMargin;

    private long? _began;
    private long _before;
    private bool _isCollecting;
    private bool _isFutile;

    /// <summary>Takes the next step. Called again and again while memory is short.</summary>
    /// <returns>Whether a collection has just ended, so that memory should be measured again.</returns>
    public bool Advance()
    {
        if (_isCollecting)
        {
            if (heap.Collections == _before)
            {
                return false;
            }

            _isCollecting = false;
            Compact();
            return true;
        }

        if (_began is { } began && timeProvider.GetElapsedTime(began) < BetweenCollections)
        {
            return false;
        }

        _began = timeProvider.GetTimestamp();
        _before = heap.Collections;
        _isCollecting = true;
        heap.BeginCollection();
        return false;
    }

    /// <summary>Ends the shortage: compaction may help in the next one.</summary>
    public void Reset() => _isFutile = false;

    private void Compact()
    {
        var free = heap.Free;
        if (free < LeastFree || _isFutile)
        {
            return;
        }

        heap.Compact();

        // Pinned memory cannot be moved: what is still free then stays.
        _isFutile = heap.Free > free / 2;
    }
}
