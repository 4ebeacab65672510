using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Tracks which of this gateway's counts Redis has. Counts are sent in numbered batches, and a batch does not change until it is confirmed;
/// later counts go into the next one. Not thread-safe.
/// </summary>
internal sealed class CountLedger(RequestCounters local, ClusterCounts cluster, GatewayIdentity identity)
{
    private ImmutableDictionary<ServerId, ServerCounts> _sent = [];
    private (CounterBatch Batch, ImmutableDictionary<ServerId, ServerCounts> UpTo)? _pending;

    /// <summary>The source of the counts.</summary>
    public GatewayProcess Source => identity.Process;

    /// <summary>The number of the last batch that was confirmed.</summary>
    public long Sequence { get; private set; }

    /// <summary>
    /// Returns the batch to write. After the first one there is always a next batch, even if it is empty: its outcome shows whether Redis
    /// still has this gateway's history.
    /// </summary>
    public CounterBatch? Next()
    {
        if (_pending is null && local.ReadSince(_sent) is var deltas && (!deltas.IsEmpty || Sequence > 0))
        {
            _pending = (new(Source, Sequence + 1, deltas), _sent.Plus(deltas));
        }

        return _pending?.Batch;
    }

    /// <summary>Confirms that the batch was written.</summary>
    public void Confirm()
    {
        if (_pending is var (batch, upTo))
        {
            Resume(batch.Sequence, upTo);
        }
    }

    /// <summary>Resumes from the counts that Redis has, whatever it had before; the rest is written again.</summary>
    public void Resume(long sequence, ImmutableDictionary<ServerId, ServerCounts> counts)
    {
        _sent = counts;
        Sequence = sequence;
        _pending = null;
    }

    /// <summary>Applies the cluster's totals.</summary>
    public void Take(ImmutableDictionary<ServerId, ServerCounts> totals) => cluster.Update(totals, _sent);

    /// <summary>Marks Redis as unreachable: the cluster's counts are known up to the last totals.</summary>
    public void MarkUnreachable() => cluster.MarkUnreachable();
}
