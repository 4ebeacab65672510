using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Snapshots;

/// <summary>
/// Logs once if the load of the servers is uneven and <c>Gateway:LoadFloor</c> is so high that the load bound has never applied. Ends as
/// soon as it has logged this, or a server has reached the floor.
/// </summary>
internal sealed partial class LoadFloorMonitor(
    ClusterState state, ClusterLoad load, IOptions<PlacementOptions> options, TimeProvider timeProvider, ILogger<LoadFloorMonitor> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PlacementOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.LoadFactor == 0)
        {
            return;
        }

        var watch = new LoadFloorWatch(_options.LoadFactor, _options.LoadFloor);
        var began = timeProvider.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, timeProvider);
        while (!watch.IsOver && await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (watch.Observe(state.Cluster, load, timeProvider.GetElapsedTime(began)) is { } found)
            {
                var share = (int)Math.Ceiling(found.Share);
                LogUnbounded(found.Server, Rounded(found.InFlight), Rounded(found.Share), _options.LoadFloor, share);
            }
        }
    }

    private static string Rounded(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    [LoggerMessage(3121, LogLevel.Warning,
        "In the last minute, server {Id} had {InFlight} requests in flight on average; its share would be {Share}. The load bound " +
        "(Gateway:LoadFactor) does not limit it, because no server has reached Gateway:LoadFloor, which is {Floor}. To spread this load, " +
        "set Gateway:LoadFloor to {Suggested} or less on all gateways; see docs/tuning.md. This is logged once.")]
    private partial void LogUnbounded(ServerId id, string inFlight, string share, int floor, int suggested);
}
