namespace LoadBalancer.Cluster.Counters;

/// <summary>What came of a batch.</summary>
public enum CounterOutcome
{
    /// <summary>It counts: now, or since an earlier attempt whose answer was lost.</summary>
    Counted,

    /// <summary>
    /// The store has not the source's batch before this one: it was emptied, restored from an older copy, or is another one.
    /// Nothing was added; <see cref="ICounterStore.ReadContributionAsync"/> says from where to go on.
    /// </summary>
    HistoryLost,
}
