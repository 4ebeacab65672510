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
    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<TimelineChart>> _timelines = [];
    private readonly ConditionalWeakTable<IPlacement, Lazy<RingChart?>> _rings = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, Lazy<KeyFigures>> _figures = [];
    private readonly ConditionalWeakTable<DashboardSnapshot, ServerPalette> _palettes = [];
    private readonly Lock _lock = new();
    private ServerPalette _palette = ServerPalette.Empty;

    public TimelineChart TimelineOf(DashboardSnapshot snapshot) =>
        _timelines.GetValue(snapshot, shown => new(() => TimelineChart.Of(shown.Timeline, PaletteOf(shown)))).Value;

    public RingChart? RingOf(DashboardSnapshot snapshot) =>
        _rings.GetValue(snapshot.Cluster.Placement, static placement => new(() => RingChart.Of(placement))).Value;

    public KeyFigures FiguresOf(DashboardSnapshot snapshot) =>
        _figures.GetValue(snapshot, static shown => new(() => KeyFigures.Of(shown))).Value;

    /// <summary>The colours of the servers: those with the most traffic of late have one each, if possible the one they had.</summary>
    public ServerPalette PaletteOf(DashboardSnapshot snapshot)
    {
        // All who look at one snapshot see the same colours.
        lock (_lock)
        {
            if (!_palettes.TryGetValue(snapshot, out var palette))
            {
                palette = _palette = _palette.For(ServerRanking.Of(snapshot, _palette));
                _palettes.Add(snapshot, palette);
            }

            return palette;
        }
    }
}
