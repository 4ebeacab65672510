using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Listening;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Keys;

/// <summary>
/// The settings that decide which key is read from a request. The trusted proxies are among them if the client's address may be the key: a
/// gateway that does not trust a proxy takes the proxy for the client.
/// </summary>
internal sealed class KeySettings(
    IOptions<KeyOptions> keys, IOptions<ClientOptions> clients, IOptions<ListeningOptions> listening) : IPlacementSettings
{
    public IEnumerable<KeyValuePair<string, string>> Read()
    {
        var sources = HashKeySource.ParseAll(keys.Value.HashKey!);
        yield return new(PolicySettings.HashKey, string.Join(", ", sources.AsEnumerable()));
        if (sources.Any(source => source.Kind == HashKeyKind.ClientIp))
        {
            yield return new(PolicySettings.TrustedProxies, new TrustedNetworks(clients.Value.TrustedProxies).ToString());
            yield return new(PolicySettings.ProxyProtocol, new TrustedNetworks(listening.Value.ProxyProtocol.Networks).ToString());
        }
    }
}
