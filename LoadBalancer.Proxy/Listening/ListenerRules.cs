using System.Net.Quic;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Validates combinations of listeners and other settings.</summary>
internal static class ListenerRules
{
    private const string Http3 = $"{GatewaySection.Name}:{nameof(ListeningOptions.Http3)}: true is not allowed";

    public static IEnumerable<string> Check(IReadOnlyList<Listener> listeners, ListeningOptions options)
    {
        var hasCertificates = options.Tls.Certificates is { Length: > 0 };
        var secure = listeners.Where(listener => listener.IsSecure).ToArray();
        return
        [
            .. secure.Where(_ => !hasCertificates).Select(listener => $"{listener.Setting}: '{listener.Address}' is not allowed without a "
                + "certificate: set Gateway:Tls:Certificates:0:Path."),
            .. hasCertificates && secure.Length == 0 ? ["Gateway:Tls:Certificates: not allowed without an https address: add an "
                + "address such as https://*:443 to Gateway:Urls."] : Array.Empty<string>(),
            .. listeners.Where(listener => listener.TakesProxyProtocol && listener.Address.IsUnixPipe)
                .Select(listener => $"{listener.Setting}: '{listener.Address}' is not allowed with "
                    + "Gateway:ProxyProtocol: a Unix socket's peers have no address."),
            .. listeners.Where(
                listener => !listener.IsManagement && !listener.Address.IsUnixPipe && listener.Address.Port == options.ManagementPort)
                .Select(listener => $"Gateway:ManagementPort: {options.ManagementPort} is not allowed: {listener.Setting} uses it."),
            .. options.Http3 ? CheckHttp3(secure) : [],
        ];
    }

    private static IEnumerable<string> CheckHttp3(Listener[] secure) => new[]
    {
        IsQuicThere() ? null : $"{Http3}: QUIC is not available on this machine; install libmsquic.",
        secure.Length > 0 ? null : $"{Http3}: nothing listens on https.",
        secure.Any(listener => listener.Address.Port == 0) ? $"{Http3} with port 0: TCP and UDP must have the same port." : null,
        secure.Any(listener => listener.TakesProxyProtocol) ? $"{Http3} with Gateway:ProxyProtocol, which QUIC does not support." : null,
    }.OfType<string>();

    private static bool IsQuicThere() =>
        (OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) && QuicListener.IsSupported;
}
