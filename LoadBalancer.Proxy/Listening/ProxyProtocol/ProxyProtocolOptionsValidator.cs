using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Listening.ProxyProtocol;

/// <summary>Finds everything that is wrong with the settings of the PROXY protocol.</summary>
internal static class ProxyProtocolOptionsValidator
{
    private const string Section = $"{GatewaySection.Name}:{nameof(ListeningOptions.ProxyProtocol)}";

    public static IEnumerable<string?> Check(ProxyProtocolOptions options) =>
    [
        .. NetworkSettings.Check($"{Section}:Networks", options.Networks),
        options.Ports is not { Length: > 0 } || options.IsOn() ? null
            : $"{Section}:Ports: not allowed without {Section}:Networks, which says whom a header is taken from.",
        .. (options.Ports ?? []).Select((port, index) => port is >= 1 and <= ushort.MaxValue ? null
            : $"{Section}:Ports:{index}: {port} is not allowed: it must be 1 to 65535."),
        SettingsExtensions.CheckRange($"{Section}:Timeout", options.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
    ];
}
