using System.Globalization;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Snapshots;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>
/// The settings of the placement, the load bound, and panic mode. <c>LoadInterval</c> and the other settings of health are not among them:
/// they decide how soon a gateway learns something, not what it does then.
/// </summary>
internal sealed class PlacementSettings(IOptions<PlacementOptions> placement, IOptions<HealthOptions> health) : IPlacementSettings
{
    public IEnumerable<KeyValuePair<string, string>> Read()
    {
        var options = placement.Value;
        yield return new(PolicySettings.Algorithm, options.Algorithm.ToString());
        yield return new(PolicySettings.SlowStart, options.SlowStart.ToString("c", CultureInfo.InvariantCulture));
        yield return new(PolicySettings.LoadFactor, options.LoadFactor.ToString("R", CultureInfo.InvariantCulture));
        if (options.LoadFactor > 0)
        {
            yield return new(PolicySettings.LoadFloor, options.LoadFloor.ToString(CultureInfo.InvariantCulture));
        }

        yield return new(PolicySettings.PanicThreshold, health.Value.PanicThreshold.ToString("R", CultureInfo.InvariantCulture));
    }
}
