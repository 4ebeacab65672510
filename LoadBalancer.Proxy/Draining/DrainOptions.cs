using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Draining;

/// <summary>How long requests and tunnels may go on when their gateway or server leaves. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class DrainOptions
{
    /// <summary>
    /// How long a stopping gateway lets requests in flight finish. It ends tunnels gradually over this time, WebSockets with a close frame
    /// (1001), and aborts what is still open at its end. After that, a gateway needs up to 6 s to stop: allow that much before SIGKILL.
    /// </summary>
    [Between("00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long requests and tunnels may go on at a server that drains or was removed; 0 for no limit. Tunnels are ended gradually over
    /// this time, as with <see cref="DrainTimeout"/>; requests that are still in flight at its end are aborted.
    /// </summary>
    [Between("00:00:00.100", "1.00:00:00", ZeroIsOff = true)]
    public TimeSpan ServerDrainTimeout { get; set; } = TimeSpan.FromMinutes(5);

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<DrainOptions>;
}
