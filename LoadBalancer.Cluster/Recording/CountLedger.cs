using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Identity;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Keeps account of which of this gateway's counts Redis has: they go there in numbered batches, and a batch stays the same until it is
/// confirmed. What is counted meanwhile goes into the next. One call at a time.
/// </summary>
internal sealed class CountLedger(RequestCounters local, ClusterCounts cluster, GatewayIdentity identity)
{
    private ImmutableDictionary<string, ServerCounts> _sent = [];
    private (CounterBatch Batch, ImmutableDictionary<string, ServerCounts> UpTo)? _pending;

    /// <summary>Whose counts these are.</summary>
    public string Source => identity.Process;

    /// <summary>The number of the last batch that was confirmed.</summary>
    public long Sequence { get; private set; }

    /// <summary>
    /// The batch to write. After the first one there is always a next, be it empty: what comes of it shows whether Redis still has this
    /// gateway's history.
    /// </summary>
    public CounterBatch? Next()
    {
        if (_pending is null && local.ReadSince(_sent) is var deltas && (!deltas.IsEmpty || Sequence > 0))
        {
            _pending = (new(Source, Sequence + 1, deltas), _sent.Plus(deltas));
        }

        return _pending?.Batch;
    }

    /// <summary>The batch was written.</summary>
    public void Confirm()
    {
        if (_pending is var (batch, upTo))
        {
            Resume(batch.Sequence, upTo);
        }
    }

    /// <summary>Redis has this much, whatever it had before: the rest is written again.</summary>
    public void Resume(long sequence, ImmutableDictionary<string, ServerCounts> counts)
    {
        _sent = counts;
        Sequence = sequence;
        _pending = null;
    }

    /// <summary>Takes the cluster's totals.</summary>
    public void Take(ImmutableDictionary<string, ServerCounts> totals) => cluster.Update(totals, _sent);

    /// <summary>Redis cannot be reached: what the cluster has counted is known up to the last totals.</summary>
    public void MarkAway() => cluster.StoreIsAway();
}
