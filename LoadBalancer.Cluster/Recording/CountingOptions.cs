using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Recording;

/// <summary>Sharing of counts. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class CountingOptions
{
    /// <summary>How often counts and statistics are written to Redis.</summary>
    [Between("00:00:00.100", "00:01:00")]
    public TimeSpan CountInterval { get; set; } = TimeSpan.FromSeconds(1);

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<CountingOptions>;
}
