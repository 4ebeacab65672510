using System.Globalization;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Snapshots;

/// <summary>How keys are placed on servers, and how much load a server takes. Configuration section <c>Gateway</c>.</summary>
internal sealed class PlacementOptions
{
    /// <summary>How keys are placed on servers, unless the cluster's membership says so itself. May change while running.</summary>
    public PlacementAlgorithm Algorithm { get; set; } = PlacementAlgorithm.Ring;

    /// <summary>How long a server that joins a serving cluster takes to reach its full weight: 0 (off) to 1 h, default 10 s.</summary>
    public TimeSpan SlowStart { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How much more than its part of the requests in flight a server may have: 1 to 100, default 1.25; 0 for no bound.</summary>
    public double LoadFactor { get; set; } = LoadBound.DefaultFactor;

    /// <summary>Requests in flight on a server below which it is never passed over: 0 to 1,000,000, default 128.</summary>
    public int LoadFloor { get; set; } = LoadBound.DefaultFloor;

    /// <summary>How often gateways tell each other what they have in flight: 100 ms to 2 s, default 500 ms.</summary>
    public TimeSpan LoadInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    private const int MostLoadFactor = 100;
    private const int MostLoadFloor = 1_000_000;

    public IEnumerable<string?> Check() =>
    [
        GatewaySection.CheckDefined(nameof(Algorithm), Algorithm),
        GatewaySection.CheckRange(nameof(SlowStart), SlowStart, TimeSpan.Zero, TimeSpan.FromHours(1)),
        LoadFactor is 0 or (>= 1 and <= MostLoadFactor) ? null : GatewaySection.Describe(
            nameof(LoadFactor),
            string.Create(CultureInfo.InvariantCulture, $"{LoadFactor} is not allowed: it must be 0 (off) or 1 to {MostLoadFactor}.")),
        LoadFloor is >= 0 and <= MostLoadFloor ? null
            : GatewaySection.Describe(nameof(LoadFloor), $"{LoadFloor} is not allowed: it must be 0 to {MostLoadFloor}."),
        GatewaySection.CheckRange(nameof(LoadInterval), LoadInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2)),
    ];
}
