using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Snapshots;

/// <summary>The placement of keys on servers, and the load bound of servers. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class PlacementOptions
{
    /// <summary>
    /// How keys are placed on servers, unless the membership specifies an algorithm. <c>Ketama</c> places them as nginx's <c>hash …
    /// consistent</c>.
    /// </summary>
    [OneOf<PlacementAlgorithm>]
    public PlacementAlgorithm Algorithm { get; set; } = PlacementAlgorithm.Ring;

    /// <summary>How long a server that joins a cluster in use takes to reach its full weight; 0 switches slow start off.</summary>
    [Between("00:00:00", "01:00:00")]
    public TimeSpan SlowStart { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many times its share of the requests in flight a server may have.</summary>
    [Between(1, 100, ZeroIsOff = true)]
    public double LoadFactor { get; set; } = LoadBound.DefaultFactor;

    /// <summary>
    /// How many requests in flight a server may have regardless of <see cref="LoadFactor"/>. If servers process few slow requests,
    /// they never reach the default: lower it to about the share of one server.
    /// </summary>
    [Between(0, 1_000_000)]
    public int LoadFloor { get; set; } = LoadBound.DefaultFloor;

    /// <summary>How often gateways exchange their numbers of requests in flight.</summary>
    [Between("00:00:00.100", "00:00:02")]
    public TimeSpan LoadInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<PlacementOptions>;
}
