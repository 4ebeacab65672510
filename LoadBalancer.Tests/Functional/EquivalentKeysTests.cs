using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Requests that name one thing in different ways have the same key, on both paths.</summary>
public sealed class EquivalentKeysTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths]
    public async Task Host_AnyCaseAndTheDefaultPort_GoToOneServer(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 5, ("Gateway:HashKey:0", "host"));

        await AssertOwnerAsync(
            cluster, "tenant.test", "GET / HTTP/1.1\r\nHost: tenant.test\r\n\r\n", "GET / HTTP/1.1\r\nHost: TENANT.Test\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: tenant.test:80\r\n\r\n");
    }

    [Theory]
    [BothPaths]
    public async Task Path_AnyFormOfTheTarget_GoesToOneServer(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 5, ("Gateway:HashKey:0", "path"));

        await AssertOwnerAsync(
            cluster, "/a/b", "GET /a/b?c HTTP/1.1\r\nHost: a.test\r\n\r\n", "GET http://a.test/a/b?d HTTP/1.1\r\nHost: a.test\r\n\r\n");
    }

    [Theory]
    [BothPaths]
    public async Task ClientIp_OneNetworkOfIPv6_GoesToOneServer(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            path, 5, ("Gateway:HashKey:0", "client-ip"), ("Gateway:TrustedProxies:0", "127.0.0.1"));

        await AssertOwnerAsync(
            cluster, "2001:db8:1:2::/64",
            [.. Enumerable.Range(1, 8).Select(i => $"GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 2001:db8:1:2::{i:x}\r\n\r\n")]);
    }

    [Theory]
    [BothPaths]
    public async Task ClientIp_WholeAddresses_AreKeysOfTheirOwn(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            path, 5, ("Gateway:HashKey:0", "client-ip/128"), ("Gateway:TrustedProxies:0", "127.0.0.1"));

        foreach (var address in Enumerable.Range(1, 8).Select(i => $"2001:db8:1:2::{i:x}"))
        {
            await AssertOwnerAsync(cluster, address, $"GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: {address}\r\n\r\n");
        }
    }

    [Theory]
    [BothPaths]
    public async Task ClientIp_EmptyElementsOfTheList_AreIgnored(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            path, 5, ("Gateway:HashKey:0", "client-ip"), ("Gateway:TrustedProxies:0", "127.0.0.1"));

        await AssertOwnerAsync(
            cluster, "198.51.100.9", "GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 198.51.100.9,\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: , 198.51.100.9 , ,\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a.test\r\nForwarded: for=198.51.100.9,,\r\n\r\n");
    }

    private static async Task AssertOwnerAsync(TestCluster cluster, string key, params string[] requests)
    {
        var owner = await cluster.OwnerAsync(key);
        foreach (var request in requests)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
            await client.GetStream().WriteTextAsync($"{request[..^2]}Connection: close\r\n\r\n", Token);
            using var reader = new StreamReader(client.GetStream());
            Assert.EndsWith(owner, (await reader.ReadToEndAsync(Token)).TrimEnd('\r', '\n', '0'), StringComparison.Ordinal);
        }
    }
}
