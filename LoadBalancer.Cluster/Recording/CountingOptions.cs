using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Recording;

/// <summary>How often what was counted is shared. Configuration section <c>Gateway</c>.</summary>
internal sealed class CountingOptions
{
    /// <summary>How often counts are sent to the store: 100 ms to 1 min, default 1 s.</summary>
    public TimeSpan CountInterval { get; set; } = TimeSpan.FromSeconds(1);

    public IEnumerable<string?> Check() =>
        [GatewaySection.CheckRange(nameof(CountInterval), CountInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))];
}
