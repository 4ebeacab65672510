namespace LoadBalancer.Cluster.Counters;

/// <summary>The outcome of adding a batch.</summary>
public enum CounterOutcome
{
    /// <summary>The batch is counted, now or since an earlier attempt whose response was lost.</summary>
    Counted,

    /// <summary>
    /// The store does not have the source's previous batch: it was emptied, restored from an older copy, or replaced. Nothing was added;
    /// <see cref="ICounterStore.ReadContributionAsync"/> returns where to continue.
    /// </summary>
    HistoryLost,
}
