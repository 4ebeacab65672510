using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Readiness;

/// <summary>The warm-up of a gateway. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class WarmUpOptions
{
    /// <summary>
    /// The maximum time that a gateway sends requests to itself after its start, so that its code is compiled before it reports that it is
    /// ready; 0 disables the warm-up. The gateway serves requests during that time. The warm-up covers only HTTP/1.1 that is relayed.
    /// </summary>
    /// <value>5 s; under the AppHost 0.</value>
    [Between("00:00:00", "00:01:00")]
    public TimeSpan WarmUp { get; set; } = TimeSpan.FromSeconds(5);

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<WarmUpOptions>;
}
