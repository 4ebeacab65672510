using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests requests that may be repeated, with servers that fail them in every way.</summary>
public sealed class RetryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths(Fault.Reset)]
    [BothPaths(Fault.HalfHead)]
    [BothPaths(Fault.NotHttp)]
    [BothPaths(Fault.Unavailable)]
    [BothPaths(Fault.Hang)]
    public async Task Get_OwnerFailsBeforeItsResponse_IsServedByTheNext(ForwardingPath path, Fault fault)
    {
        await using var bad = new FaultyServer(fault);
        await using var cluster = await ClusterWithAsync(path, bad.Url, ("Gateway:Retries:AttemptTimeout", "00:00:00.200"));

        Assert.Equal("s1", await cluster.GetAsync(await cluster.KeyForAsync("bad", "s1")));

        Assert.Equal((1, 1), (bad.Requests, cluster.Server("s1").Requests));
        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal((0, 1), stats.Of("bad"));
        Assert.Equal((1, 0), stats.Of("s1"));
    }

    [Theory]
    [BothPaths]
    public async Task Get_OwnerClosesWithoutAResponse_IsServedByTheNext(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Close);
        await using var cluster = await ClusterWithAsync(path, bad.Url);

        Assert.Equal("s1", await cluster.GetAsync(await cluster.KeyForAsync("bad", "s1")));

        // Idle connections may be closed at any time, so the HTTP client retries the same server before it gives up.
        Assert.InRange(bad.Requests, 1, 4);
        Assert.Equal(1, cluster.Server("s1").Requests);
        Assert.Equal((0, 1), (await Stats.ReadAsync(cluster.Gateway)).Of("bad"));
    }

    [Theory]
    [BothPaths("HEAD")]
    [BothPaths("OPTIONS")]
    [BothPaths("PUT")]
    [BothPaths("DELETE")]
    public async Task IdempotentMethod_OwnerResets_IsServedByTheNext(ForwardingPath path, string method)
    {
        await using var bad = new FaultyServer(Fault.Reset);
        await using var cluster = await ClusterWithAsync(path, bad.Url);

        using var response = await cluster.Gateway.SendAsync(
            new(method), "/", await cluster.KeyForAsync("bad", "s1"), content: null, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((1, 1), (bad.Requests, cluster.Server("s1").Requests));
    }

    [Theory]
    [BothPaths]
    public async Task Get_OwnerSpeaksNoTls_IsServedByTheNext(ForwardingPath path)
    {
        await using var bad = new TcpTestServer((stream, stop) => stream.WriteTextAsync("no TLS here\r\n", stop));
        await using var cluster = await ClusterWithAsync(path, bad.Url.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.Equal("s1", await cluster.GetAsync(await cluster.KeyForAsync("bad", "s1")));

        Assert.Equal(1, bad.Connections);
        Assert.Equal((0, 1), (await Stats.ReadAsync(cluster.Gateway)).Of("bad"));
    }

    [Theory]
    [BothPaths("GET")]
    [BothPaths("POST")]
    public async Task Request_ConnectTimesOut_IsServedByTheNext(ForwardingPath path, string method)
    {
        await using var bad = new TcpTestServer((stream, stop) => stream.ReadToEndAsync(stop));
        await using var cluster = await ClusterWithAsync(
            path, bad.Url.Replace("http:", "https:", StringComparison.Ordinal), ("Gateway:ConnectTimeout", "00:00:00.200"));

        using var response = await cluster.Gateway.SendAsync(
            new(method), "/", await cluster.KeyForAsync("bad", "s1"), content: null, Token);

        Assert.Equal("s1", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(1, cluster.Server("s1").Requests);
        Assert.Equal((0, 1), (await Stats.ReadAsync(cluster.Gateway)).Of("bad"));
    }

    [Theory]
    [BothPaths]
    public async Task WebSocket_OwnerResets_IsNotSentAgain(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Reset);
        await using var cluster = await ClusterWithAsync(path, bad.Url);
        var key = await cluster.KeyForAsync("bad", "s1");

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        await client.GetStream().WriteTextAsync(
            $"GET / HTTP/1.1\r\nHost: a.test\r\n{GatewayHost.KeyHeader}: {key}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            Token);
        var head = await client.GetStream().ReadHeadAsync(Token);

        Assert.StartsWith("HTTP/1.1 502 ", head, StringComparison.Ordinal);
        Assert.Equal((1, 0), (bad.Requests, cluster.Server("s1").Requests));
    }

    [Theory]
    [BothPaths("GET")]
    [BothPaths("POST")]
    public async Task Request_UnknownHostName_IsServedByTheNext(ForwardingPath path, string method)
    {
        await using var cluster = await ClusterWithAsync(path, "http://name.invalid:8080");

        using var response = await cluster.Gateway.SendAsync(
            new(method), "/", await cluster.KeyForAsync("bad", "s1"), content: null, Token);

        Assert.Equal("s1", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal((0, 1), (await Stats.ReadAsync(cluster.Gateway)).Of("bad"));
    }

    [Theory]
    [BothPaths]
    public async Task Get_OwnerBreaksOffWithinTheBody_BreaksOffToTheClientAndIsNotSentAgain(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.HalfBody);
        await using var cluster = await ClusterWithAsync(path, bad.Url);
        var key = await cluster.KeyForAsync("bad", "s1");

        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using var response = await cluster.Gateway.GetAsync("/", key, Token);
            await response.Content.LoadIntoBufferAsync(Token);
        });

        Assert.Equal((1, 0), (bad.Requests, cluster.Server("s1").Requests));
    }

    [Theory]
    [BothPaths]
    public async Task Get_EveryServerRespondsWith503_GetsTheLastResponseAfterMaxAttemptsDistinctServers(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        for (var i = 1; i <= 5; i++)
        {
            var id = $"busy-{i}";
            await cluster.AddServerAsync(id, context =>
            {
                context.Response.StatusCode = 503;
                context.Response.ContentType = "text/x-own";
                context.Response.Headers["X-Own"] = id;
                return context.Response.WriteAsync($"{id} is busy");
            });
        }

        var candidates = await cluster.CandidatesAsync("key");
        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("text/x-own", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(candidates[2], Assert.Single(response.Headers.GetValues("X-Own")));
        Assert.Equal($"{candidates[2]} is busy", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal([1, 1, 1, 0, 0], candidates.Select(id => cluster.Server(id).Requests));
        Assert.Equal((1, 0), (await Stats.ReadAsync(cluster.Gateway)).Of(candidates[2]));
    }

    [Theory]
    [BothPaths]
    public async Task Get_EveryServerHangs_Is504AfterTheTotalTimeout(ForwardingPath path)
    {
        await using var first = new FaultyServer(Fault.Hang);
        await using var second = new FaultyServer(Fault.Hang);
        await using var cluster = await TestCluster.StartAsync(
            path, ("Gateway:Retries:AttemptTimeout", "00:00:00.100"), ("Gateway:Retries:OverallTimeout", "00:00:00.500"));
        await cluster.ApplyAsync(Changes.Join("first", url: first.Url));
        await cluster.ApplyAsync(Changes.Join("second", url: second.Url));

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        await response.AssertProblemAsync(HttpStatusCode.GatewayTimeout);
        Assert.Equal((1, 1), (first.Requests, second.Requests));
    }

    [Theory]
    [BothPaths]
    public async Task Get_SlowResponseWithoutAnotherServer_IsWaitedFor(ForwardingPath path)
    {
        var asked = 0;
        await using var hung = new FaultyServer(Fault.Hang);
        await using var cluster = await TestCluster.StartAsync(
            path, ("Gateway:Retries:AttemptTimeout", "00:00:00.050"), ("Gateway:Retries:MaxAttempts", "2"));
        await cluster.AddServerAsync("slow", async context =>
        {
            // Wait until another request has run into the per-try timeout and been sent here.
            if (Interlocked.Increment(ref asked) == 1)
            {
                await Eventually.TrueAsync("another request has arrived", () => Volatile.Read(ref asked) == 2, Patience);
            }

            await context.Response.WriteAsync("slow");
        });
        var first = cluster.GetAsync("key");
        await Eventually.TrueAsync("the server receives a request", () => Volatile.Read(ref asked) == 1, Patience);
        await cluster.ApplyAsync(Changes.Join("hung", url: hung.Url));

        Assert.Equal("slow", await cluster.GetAsync(await cluster.KeyForAsync("hung", "slow")));

        Assert.Equal("slow", await first);
    }

    [Theory]
    [BothPaths("Gateway:Retries:MaxAttempts", "1", Fault.Reset, HttpStatusCode.BadGateway)]
    [BothPaths("Gateway:Retries:BudgetFloor", "0", Fault.Unavailable, HttpStatusCode.ServiceUnavailable)]
    public async Task Get_NoRetryAllowedOrNoBudgetLeft_GetsTheFailure(
        ForwardingPath path, string key, string value, Fault fault, HttpStatusCode expected)
    {
        await using var bad = new FaultyServer(fault);
        await using var cluster = await ClusterWithAsync(path, bad.Url, (key, value));

        using var response = await cluster.Gateway.GetAsync("/", await cluster.KeyForAsync("bad", "s1"), Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal((1, 0), (bad.Requests, cluster.Server("s1").Requests));
    }

    [Theory]
    [BothPaths]
    public async Task Get_BudgetIsExhaustedButOwnerResets_IsServedByTheNext(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Reset);
        await using var cluster = await ClusterWithAsync(path, bad.Url, ("Gateway:Retries:BudgetFloor", "0"));

        Assert.Equal("s1", await cluster.GetAsync(await cluster.KeyForAsync("bad", "s1")));
    }

    [Theory]
    [BothPaths]
    public async Task Get_BudgetIsExhaustedButOwnerRefuses_IsServedByTheNext(ForwardingPath path)
    {
        using var dead = new DeadPort();
        await using var cluster = await ClusterWithAsync(path, dead.Url, ("Gateway:Retries:BudgetFloor", "0"));

        Assert.Equal("s1", await cluster.GetAsync(await cluster.KeyForAsync("bad", "s1")));
    }

    [Theory]
    [BothPaths]
    public async Task Get_StatusIsNotListed_PassesUnchanged(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Unavailable);
        await using var cluster = await ClusterWithAsync(path, bad.Url, ("Gateway:Retries:Statuses:0", "502"));

        using var response = await cluster.Gateway.GetAsync("/", await cluster.KeyForAsync("bad", "s1"), Token);

        Assert.Equal("busy", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(0, cluster.Server("s1").Requests);
    }

    [Theory]
    [BothPaths]
    public async Task Get_ClientDisconnects_IsNotSentAgainAndNotTheServersFailure(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Hang);
        await using var cluster = await ClusterWithAsync(path, bad.Url);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
            var key = await cluster.KeyForAsync("bad", "s1");
            await client.GetStream().WriteTextAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{GatewayHost.KeyHeader}: {key}\r\n\r\n", Token);
            await Eventually.TrueAsync("the server has the request", () => bad.Requests == 1, Patience);
            client.LingerState = new(enable: true, 0);
        }

        await Eventually.TrueAsync(
            "the request has ended", async () => (await Stats.ReadAsync(cluster.Gateway)).Of("bad") == (1, 0), Patience);
        Assert.Equal((1, 0), (bad.Requests, cluster.Server("s1").Requests));
    }

    private static async Task<TestCluster> ClusterWithAsync(ForwardingPath path, string url, params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartWithServersAsync(path, 1, settings);
        await cluster.ApplyAsync(Changes.Join("bad", url: url));
        return cluster;
    }
}
