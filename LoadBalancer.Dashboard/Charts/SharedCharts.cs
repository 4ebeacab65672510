using System.Runtime.CompilerServices;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>
/// What is computed from a snapshot for drawing: once, by whoever looks first, for all who look at the same snapshot;
/// forgotten together with it. Thread-safe.
/// </summary>
internal sealed class SharedCharts
{
    private readonly ConditionalWeakTable<Timeline, Lazy<TimelineChart>> _timelines = [];
    private readonly ConditionalWeakTable<IPlacement, Lazy<RingChart?>> _rings = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<KeyFigures>> _figures = [];
    private readonly Lock _lock = new();
    private ServerPalette _palette = ServerPalette.Empty;
    private DashboardSnapshot? _colouredFor;

    public TimelineChart TimelineOf(DashboardSnapshot snapshot) =>
        _timelines.GetValue(snapshot.Timeline, static timeline => new(() => TimelineChart.Of(timeline))).Value;

    public RingChart? RingOf(DashboardSnapshot snapshot) =>
        _rings.GetValue(snapshot.Cluster.Placement, static placement => new(() => RingChart.Of(placement))).Value;

    public KeyFigures FiguresOf(DashboardSnapshot snapshot) =>
        _figures.GetValue(snapshot, static shown => new(() => KeyFigures.Of(shown))).Value;

    /// <summary>The colours of the servers that are members or had requests of late.</summary>
    public ServerPalette PaletteOf(DashboardSnapshot snapshot)
    {
        // All who look at one snapshot see the same colours.
        lock (_lock)
        {
            if (!ReferenceEquals(_colouredFor, snapshot))
            {
                _palette = _palette.For(snapshot.Servers.Select(server => server.Server.Id).Concat(snapshot.Timeline.Servers));
                _colouredFor = snapshot;
            }

            return _palette;
        }
    }
}
