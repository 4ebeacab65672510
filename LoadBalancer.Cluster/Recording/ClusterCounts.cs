using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// The cluster's counts as this gateway knows them: the last totals from Redis, plus what this gateway has counted since. Its own requests
/// are therefore included immediately and those of other gateways within their interval, and no call waits for Redis. Thread-safe.
/// </summary>
internal sealed class ClusterCounts(RequestCounters local)
{
    private volatile Baseline _baseline = new([], [], IsCluster: false);

    /// <summary>Whether, at the last exchange, Redis accepted this gateway's counts and returned the cluster's.</summary>
    public bool IsCluster => _baseline.IsCluster;

    /// <summary>
    /// Returns the counts since the cluster began; while Redis is unreachable, the last totals plus this gateway's own counts.
    /// </summary>
    public ImmutableDictionary<ServerId, ServerCounts> Read()
    {
        var baseline = _baseline;
        return baseline.Totals.Plus(local.ReadSince(baseline.Included));
    }

    /// <summary>This gateway's own counts that are included in the totals.</summary>
    public ImmutableDictionary<ServerId, ServerCounts> Included => _baseline.Included;

    /// <summary>Applies the totals from Redis.</summary>
    /// <param name="totals">The cluster's counts.</param>
    /// <param name="included">This gateway's own counts that they include.</param>
    public void Update(ImmutableDictionary<ServerId, ServerCounts> totals, ImmutableDictionary<ServerId, ServerCounts> included) =>
        _baseline = new(totals, included, IsCluster: true);

    public void MarkUnreachable() => _baseline = _baseline with { IsCluster = false };

    private sealed record Baseline(
        ImmutableDictionary<ServerId, ServerCounts> Totals, ImmutableDictionary<ServerId, ServerCounts> Included, bool IsCluster);
}
