using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Readiness;

/// <summary>The warm-up of a gateway. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class WarmUpOptions
{
    /// <summary>
    /// How long, at most, a gateway that has started sends requests to itself before it reports that it is ready, so that its code is
    /// compiled by then; 0 disables the warm-up. Requests are served during that time. Only HTTP/1.1 that is relayed has anything to warm
    /// up.
    /// </summary>
    /// <value>5 s; under the AppHost 0.</value>
    [Between("00:00:00", "00:01:00")]
    public TimeSpan WarmUp { get; set; } = TimeSpan.FromSeconds(5);

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<WarmUpOptions>;
}
