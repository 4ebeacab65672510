using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.Charts.Heat;
using LoadBalancer.Dashboard.Charts.Trends;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Shares;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Dashboard.State.Weights;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>
/// Data computed from a snapshot for drawing: computed once, by the first viewer, for all viewers of the same snapshot, and discarded
/// together with it. Thread-safe.
/// </summary>
internal sealed class SharedCharts
{
    /// <summary>How long members keep their colours, regardless of the traffic of other servers.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(5);

    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<TimelineChart>> _timelines = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, ConcurrentDictionary<TrendSpan, Lazy<TrendChart>>> _trends = [];
    private readonly ConditionalWeakTable<IPlacement, Lazy<RingChart?>> _rings = [];
    private readonly ConditionalWeakTable<ClusterSnapshot, Lazy<PlacementShares>> _shares = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<KeyFigures>> _figures = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<StateFigures>> _states = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<ExpectedShares>> _expected = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<ServerMinutes>> _minutes = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<ImmutableArray<ServerView>>> _orders = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, LatencyMaps> _latencies = [];
    private readonly ConditionalWeakTable<
        DashboardSnapshot, Lazy<(ImmutableArray<CauseTotal> Failures, ImmutableArray<CauseTotal> Rejections)>> _failures = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, ServerPalette> _palettes = [];
    private readonly Lock _lock = new();
    private ServerPalette _palette = ServerPalette.Empty;
    private DateTimeOffset _steadyUntil;

    public TimelineChart TimelineOf(DashboardSnapshot snapshot) =>
        _timelines.GetValue(snapshot, shown => new(() => TimelineChart.Of(shown.Timeline, PaletteOf(shown)))).Value;

    /// <summary>Returns the trends of all requests.</summary>
    public TrendChart TrendsOf(DashboardSnapshot snapshot, TrendSpan span, Func<ClusterEvent, TrendEvent> markOf) =>
        _trends.GetValue(snapshot, static _ => new()).GetOrAdd(
            span, chosen => new(() => TrendSelection.Of(snapshot, server: null, gateway: null, chosen, markOf))).Value;

    public RingChart? RingOf(DashboardSnapshot snapshot) =>
        _rings.GetValue(snapshot.Cluster.Placement, static placement => new(() => RingChart.Of(placement))).Value;

    /// <summary>Returns the shares of the keys that the servers get.</summary>
    public PlacementShares SharesOf(DashboardSnapshot snapshot) =>
        _shares.GetValue(snapshot.Cluster, static cluster => new(() => PlacementShares.Of(cluster))).Value;

    public KeyFigures FiguresOf(DashboardSnapshot snapshot) =>
        _figures.GetValue(snapshot, static shown => new(() => KeyFigures.Of(shown))).Value;

    public StateFigures StateOf(DashboardSnapshot snapshot) =>
        _states.GetValue(snapshot, static shown => new(() => StateFigures.Of(shown))).Value;

    /// <summary>Returns the shares by the weights of the time.</summary>
    public ExpectedShares ExpectedOf(DashboardSnapshot snapshot) =>
        _expected.GetValue(snapshot, static shown => new(() => ExpectedShares.Of(shown))).Value;

    /// <summary>Returns the traffic of each server in the last minute.</summary>
    public ServerMinutes MinutesOf(DashboardSnapshot snapshot) =>
        _minutes.GetValue(snapshot, static shown => new(() => new(shown.Timeline.LastMinute))).Value;

    /// <summary>Returns the causes of the failed attempts on all servers, and the reasons of all rejections.</summary>
    public (ImmutableArray<CauseTotal> Failures, ImmutableArray<CauseTotal> Rejections) FailuresOf(DashboardSnapshot snapshot) =>
        _failures.GetValue(snapshot, static shown => new(() => (
            CauseTotals.Of(shown.Timeline, server: null, gateways: null),
            CauseTotals.RejectionsOf(shown.Timeline, gateways: null)))).Value;

    /// <summary>Returns a page of the latency by server.</summary>
    public LatencyGrid LatencyGridOf(DashboardSnapshot snapshot, int page) =>
        _latencies.GetValue(snapshot, static shown => new(shown)).PageOf(page);

    /// <summary>Returns the servers in the natural order of their ids.</summary>
    public ImmutableArray<ServerView> ServersInOrder(DashboardSnapshot snapshot) =>
        _orders.GetValue(snapshot, static shown => new(() => ServerRows.InOrder(shown.Servers))).Value;

    /// <summary>
    /// Returns the colours of the servers: those with the most recent traffic have one each, if possible the one they had. A viewer who
    /// changes pages sees the same colours: for a time, members do not lose theirs to others.
    /// </summary>
    public ServerPalette PaletteOf(DashboardSnapshot snapshot)
    {
        // All viewers of one snapshot see the same colours.
        lock (_lock)
        {
            if (!_palettes.TryGetValue(snapshot, out var palette))
            {
                palette = Next(snapshot);
                _palettes.Add(snapshot, palette);
            }

            return palette;
        }
    }

    private ServerPalette Next(DashboardSnapshot snapshot)
    {
        var isSteady = snapshot.At < _steadyUntil;
        var next = _palette.For(ServerRanking.Of(snapshot, _palette, isSteady));
        if (!isSteady && !ReferenceEquals(next, _palette))
        {
            _steadyUntil = snapshot.At + Steady;
        }

        return _palette = next;
    }
}
