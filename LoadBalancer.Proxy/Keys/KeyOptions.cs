using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Keys;

/// <summary>The sources of keys. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class KeyOptions
{
    public static readonly string[] DefaultHashKey = ["header:X-Request-Id", "client-ip"];

    /// <summary>
    /// The sources of a request's key, in order of preference: the first that the request has is used. <c>host</c> is in lower case without
    /// the default port. <c>client-ip</c> is the same key for the IPv6 addresses of one /64 network; <c>client-ip/128</c> is not.
    /// </summary>
    [KeySource, Entries(16, Least = 1)]
    public string[]? HashKey { get; set; }

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<KeyOptions>;
}
