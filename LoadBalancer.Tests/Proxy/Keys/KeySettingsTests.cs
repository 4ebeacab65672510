using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Listening;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Proxy.Keys;

public sealed class KeySettingsTests
{
    [Fact]
    public void Read_ClientIsNotAKey_HasNoProxies() => Assert.Equal(
        [KeyValuePair.Create(PolicySettings.HashKey, "header:x-user, path")], Read(["header:X-User", "path"], ["10.0.0.0/8"]));

    [Fact]
    public void Read_ClientMayBeTheKey_HasTheTrustedProxiesInOneOrder()
    {
        var settings = Read(["path", "client-ip"], ["10.1.0.0/16", "10.0.0.1", "10.1.0.0/16"]);

        Assert.Equal(settings, Read(["path", "client-ip/64"], ["10.0.0.1/32", "10.1.0.0/16"]));
        Assert.Contains(KeyValuePair.Create(PolicySettings.TrustedProxies, "10.0.0.1/32, 10.1.0.0/16"), settings);
        Assert.Contains(KeyValuePair.Create(PolicySettings.ProxyProtocol, "none"), settings);
    }

    private static List<KeyValuePair<string, string>> Read(string[] hashKey, string[] trusted) =>
    [
        .. new KeySettings(
            Options.Create(new KeyOptions { HashKey = hashKey }),
            Options.Create(new ClientOptions { TrustedProxies = trusted }),
            Options.Create(new ListeningOptions())).Read(),
    ];
}
