using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Charts.Heat;

/// <summary>The pages of the latency by server, each computed for its first viewer. Thread-safe.</summary>
internal sealed class LatencyMaps(DashboardSnapshot snapshot)
{
    private readonly Lazy<ImmutableArray<(ServerId Server, TimeSpan? P99)>> _order = new(() => LatencyGrid.OrderOf(snapshot));
    private readonly ConcurrentDictionary<int, LatencyGrid> _pages = new();

    /// <summary>Returns a page, from 0; the last one if there are fewer.</summary>
    public LatencyGrid PageOf(int page)
    {
        var last = Math.Max(0, (_order.Value.Length - 1) / LatencyGrid.PageSize);
        return _pages.GetOrAdd(Math.Clamp(page, 0, last), shown => LatencyGrid.Of(snapshot.Timeline, _order.Value, shown));
    }
}
