namespace LoadBalancer.Registry.Counters;

/// <summary>What came of a batch.</summary>
public enum CounterOutcome
{
    /// <summary>It counts: now, or since an earlier attempt whose answer was lost.</summary>
    Counted,

    /// <summary>The store does not know the source's earlier batches: it was emptied or is another one. Nothing was added.</summary>
    HistoryLost,
}
