using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Keys;

/// <summary>Where keys come from. Configuration section <c>Gateway</c>.</summary>
internal sealed class KeyOptions
{
    /// <summary>
    /// Where the key of a request comes from, tried in order until one is there: <c>header:NAME</c>, <c>cookie:NAME</c>,
    /// <c>query:NAME</c>, <c>path</c>, <c>host</c>, <c>client-ip</c>.
    /// </summary>
    public string[]? HashKey { get; set; }

    public static readonly string[] DefaultHashKey = ["header:X-Request-Id", "client-ip"];

    private const int MostSources = 16;

    public IEnumerable<string?> Check()
    {
        var sources = HashKey ?? [];
        return
        [
            sources.Length is >= 1 and <= MostSources ? null
                : GatewaySection.Describe(nameof(HashKey), $"{sources.Length} entries are not allowed: it must have 1 to {MostSources}."),
            .. sources.Select((source, index) => HashKeySource.TryParse(source, out _, out var reason) ? null
                : GatewaySection.Describe($"{nameof(HashKey)}:{index}", reason)),
        ];
    }
}
