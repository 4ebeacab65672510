using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// The cluster's counts as this gateway knows them: what the store said last, plus what this gateway has counted
/// since. So its own requests show at once and those of other gateways within their interval, and nothing waits for
/// the store. Thread-safe.
/// </summary>
internal sealed class ClusterCounts(RequestCounters local)
{
    private volatile Baseline _baseline = new([], [], IsCluster: false);

    /// <summary>Whether the store took this gateway's counts and gave the cluster's when it was last asked.</summary>
    public bool IsCluster => _baseline.IsCluster;

    /// <summary>The counts since the cluster began; while the store is out of reach, what it said last plus our own.</summary>
    public ImmutableDictionary<string, ServerCounts> Read()
    {
        var baseline = _baseline;
        return baseline.Totals.Plus(local.ReadSince(baseline.Included));
    }

    /// <summary>How much of our own counts the store has.</summary>
    public ImmutableDictionary<string, ServerCounts> Included => _baseline.Included;

    /// <summary>Takes over what the store says.</summary>
    /// <param name="totals">The cluster's counts.</param>
    /// <param name="included">How much of our own they include.</param>
    public void Update(ImmutableDictionary<string, ServerCounts> totals, ImmutableDictionary<string, ServerCounts> included) =>
        _baseline = new(totals, included, IsCluster: true);

    public void StoreIsAway() => _baseline = _baseline with { IsCluster = false };

    private sealed record Baseline(
        ImmutableDictionary<string, ServerCounts> Totals, ImmutableDictionary<string, ServerCounts> Included, bool IsCluster);
}
