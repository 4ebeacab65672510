using System.Net;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests servers that are addressed by a name: the name moves to another address, or has several.</summary>
public sealed class ServerNameTests
{
    private const string Name = "server.test";
    private const string First = "127.0.0.2";
    private const string Second = "127.0.0.3";
    private const string NotRelayed = "Http1, not relayed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Less than the connect timeout, after which a request would go to the next address without a race.</summary>
    private static readonly TimeSpan WellWithinTheConnectTimeout = TimeSpan.FromSeconds(3);

    private readonly FakeNameResolver _resolver = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Http1")]
    [InlineData(NotRelayed)]
    [InlineData("Http2")]
    public async Task Requests_NameMoves_GoToTheNewAddress(string setting)
    {
        await using var before = await StartServerAsync("before", First, port: 0, setting);
        await using var after = await StartServerAsync("after", Second, new Uri(before.Url).Port, setting);
        _resolver.Set(Name, First);
        await using var cluster = await StartAsync(new Uri(before.Url).Port, setting, ("Gateway:ResolveInterval", "00:00:01"));
        Assert.Equal("before", await cluster.GetAsync("key"));

        _resolver.Set(Name, Second);

        await Eventually.TrueAsync("requests go to the new address", async () => await cluster.GetAsync("key") == "after", Patience);
        var requests = before.Requests;
        Assert.Equal("after", await cluster.GetAsync("key"));
        Assert.Equal(requests, before.Requests);
    }

    [Theory]
    [InlineData("Http1")]
    [InlineData("Http2")]
    public async Task Probes_NameMoves_GoToTheNewAddress(string setting)
    {
        await using var before = await StartServerAsync("before", First, port: 0, setting);
        await using var after = await StartServerAsync("after", Second, new Uri(before.Url).Port, setting);
        _resolver.Set(Name, First);
        await using var cluster = await StartAsync(
            new Uri(before.Url).Port, setting, ("Gateway:ResolveInterval", "00:00:01"), ("Gateway:Health:Interval", "00:00:00.100"));
        await Eventually.TrueAsync("the first address is probed", () => before.Probes > 2, Patience);

        _resolver.Set(Name, Second);

        await Eventually.TrueAsync("the new address is probed", () => after.Probes > 2, Patience);
        var probes = before.Probes;
        var more = after.Probes + 3;
        await Eventually.TrueAsync("it is probed again", () => after.Probes >= more, Patience);
        Assert.Equal(probes, before.Probes);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task IdleConnections_NameMoves_AreClosed(string relay)
    {
        var ended = new TaskCompletionSource();
        await using var before = new TcpTestServer(
            async (stream, stop) =>
            {
                while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
                {
                    await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
                }

                ended.TrySetResult();
            },
            new(IPAddress.Parse(First), 0));
        _resolver.Set(Name, First);
        await using var cluster = await StartAsync(
            new Uri(before.Url).Port, "Http1", ("Gateway:ResolveInterval", "00:00:01"), ("Gateway:Relay", relay));
        Assert.Equal("", await cluster.GetAsync("key"));
        Assert.False(ended.Task.IsCompleted);

        _resolver.Set(Name, Second);

        await ended.Task.WaitAsync(Patience, Token);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task BusyConnection_NameMoves_EndsAfterItsResponse(string relay)
    {
        var ended = new TaskCompletionSource();
        var responds = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var before = new TcpTestServer(
            async (stream, stop) =>
            {
                await stream.ReadHeadAsync(stop);
                arrived.SetResult();
                await responds.Task.WaitAsync(stop);
                await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate", stop);
                Assert.Empty(await stream.ReadHeadAsync(stop));
                ended.TrySetResult();
            },
            new(IPAddress.Parse(First), 0));
        _resolver.Set(Name, First);
        await using var cluster = await StartAsync(
            new Uri(before.Url).Port, "Http1", ("Gateway:ResolveInterval", "00:00:01"), ("Gateway:Relay", relay));
        var response = cluster.GetAsync("key");
        await arrived.Task.WaitAsync(Patience, Token);
        var resolutions = _resolver.Resolutions;

        _resolver.Set(Name, Second);
        await Eventually.TrueAsync("the name was resolved again", () => _resolver.Resolutions >= resolutions + 2, Patience);
        responds.SetResult();

        Assert.Equal("late", await response);
        await ended.Task.WaitAsync(Patience, Token);
    }

    [Theory]
    [InlineData("Http1")]
    [InlineData(NotRelayed)]
    [InlineData("Http2")]
    public async Task Requests_FirstAddressIsSilent_GoToTheNextAddress(string setting)
    {
        await using var server = await StartServerAsync("second", Second, port: 0, setting);
        var port = new Uri(server.Url).Port;
        using var silent = new SilentPort(new(IPAddress.Parse(First), port));
        _resolver.Set(Name, First, Second);
        await using var cluster = await StartAsync(port, setting, ("Gateway:Health:Interval", "00:00:00.100"));

        Assert.Equal("second", await cluster.GetAsync("key").WaitAsync(WellWithinTheConnectTimeout, Token));

        var probes = server.Probes + 3;
        await Eventually.TrueAsync("the server is probed", () => server.Probes >= probes, Patience);
        Assert.True((await Stats.ReadAsync(cluster.Gateway)).IsHealthy("s1"));
    }

    [Fact]
    public async Task Tunnel_FirstAddressIsSilent_GoesToTheNextAddress()
    {
        await using var server = new TcpTestServer(
            async (stream, stop) =>
            {
                await stream.ReadHeadAsync(stop);
                await stream.WriteTextAsync(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello", stop);
                await stream.ReadToEndAsync(stop);
            },
            new(IPAddress.Parse(Second), 0));
        var port = new Uri(server.Url).Port;
        using var silent = new SilentPort(new(IPAddress.Parse(First), port));
        _resolver.Set(Name, First, Second);
        await using var cluster = await StartAsync(port, "Http1");
        await using var client = await cluster.Gateway.ConnectAsync(Token);

        await client.WriteTextAsync(
            "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n",
            Token);

        Assert.StartsWith(
            "HTTP/1.1 101", await client.ReadHeadAsync(Token).WaitAsync(WellWithinTheConnectTimeout, Token), StringComparison.Ordinal);
    }

    private static Task<HttpTestServer> StartServerAsync(string id, string address, int port, string setting) => HttpTestServer.StartAsync(
        id, protocols: setting == "Http2" ? HttpProtocols.Http2 : HttpProtocols.Http1, url: $"http://{address}:{port}");

    private async Task<TestCluster> StartAsync(int port, string setting, params (string Key, string Value)[] settings)
    {
        (string, string)[] protocol = setting == NotRelayed ? [("Gateway:Relay", "false")] : [("Gateway:ServerProtocol", setting)];
        var cluster = await TestCluster.StartAsync(services => services.AddSingleton<INameResolver>(_resolver), [.. protocol, .. settings]);
        await cluster.ApplyAsync(Changes.Join("s1", url: $"http://{Name}:{port}"));
        return cluster;
    }
}
