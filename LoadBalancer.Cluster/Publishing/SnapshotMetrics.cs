using System.Diagnostics.Metrics;
using System.Globalization;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>Exposes metrics for the current placement and for the building of snapshots.</summary>
internal sealed class SnapshotMetrics(
    IMeterFactory meters, ClusterState state, PlacementPolicy policy, StoreClock clock, TimeProvider timeProvider) : IHostedService
{
    public const string Version = "loadbalancer.membership.version";
    public const string Points = "loadbalancer.ring.points";
    public const string Digest = "loadbalancer.ring.digest";
    public const string Setting = "loadbalancer.placement.setting";
    public const string ClockAhead = "loadbalancer.clock.ahead";
    public const string Building = "loadbalancer.ring.build.duration";
    public const string Lag = "loadbalancer.registration.lag";

    /// <summary>The number of low bits to drop, since a double represents the remaining bits of the digest exactly.</summary>
    private const int DigestBitsLeftOut = 64 - 52;

    private readonly long _started = timeProvider.GetTimestamp();
    private Histogram<double>? _building;
    private Histogram<double>? _lag;
    private MembershipSnapshot _last = MembershipSnapshot.Empty;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(GatewayMeter.Name);
        meter.CreateObservableGauge(Version, () => state.Cluster.Membership.Version, description: "The version of the membership in use.");
        meter.CreateObservableGauge(
            Points, () => state.Cluster.Placement.PointCount, "{point}", "Points of the ring, or entries of the table.");
        meter.CreateObservableGauge(
            Digest,
            () => NumberOf(state.Cluster.Digest),
            description: "The first 52 bits of the digest; equal on gateways on which every key has the same owner.");
        meter.CreateObservableGauge(
            Setting,
            () => policy.Settings.Select(setting => new Measurement<double>(
                PolicyDigest.HashOf(setting.Value) >> DigestBitsLeftOut, KeyValuePair.Create<string, object?>("setting", setting.Key))),
            description: "The first 52 bits of a hash of a setting that decides where a key goes; equal on gateways with equal values.");
        meter.CreateObservableGauge(
            ClockAhead,
            () => clock.Ahead is { } ahead ? [new(ahead.TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "How far the gateway's clock is ahead of the clock of Redis; negative if it is behind.");
        _building = meter.CreateHistogram(
            Building, "s", "Time to build a snapshot.", tags: null, Advice(0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1));
        _lag = meter.CreateHistogram(
            Lag,
            "s",
            "Time from when a server joins until this gateway uses it, by the clock of Redis.",
            tags: null,
            Advice(0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10));
        state.Published += OnPublished;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        state.Published -= OnPublished;
        return Task.CompletedTask;
    }

    private static InstrumentAdvice<double> Advice(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };

    private static double NumberOf(string digest) =>
        ulong.Parse(digest, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> DigestBitsLeftOut;

    /// <summary>Called by one thread at a time.</summary>
    private void OnPublished(ServingSnapshot serving, TimeSpan building)
    {
        _building!.Record(building.TotalSeconds);
        var (last, membership) = (_last, serving.Cluster.Membership);
        _last = membership;
        if (ReferenceEquals(last, membership))
        {
            return;
        }

        var now = clock.Now;
        var started = now - timeProvider.GetElapsedTime(_started);
        foreach (var server in membership.Servers.Where(server => server.Since > started && last.Find(server.Id)?.Since != server.Since))
        {
            _lag!.Record(Math.Max(0, (now - server.Since).TotalSeconds));
        }
    }
}
