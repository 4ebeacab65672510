using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Health;

/// <summary>The timeout for connecting to a server. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class ConnectOptions
{
    /// <summary>
    /// How long connecting to a server may take. A busy server may drop connection attempts, which the kernel repeats after 1 s and 3 s: a
    /// shorter timeout turns such a delay into a failure.
    /// </summary>
    [Between("00:00:00.010", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<ConnectOptions>;
}
