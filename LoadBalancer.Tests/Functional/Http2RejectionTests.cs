using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Tests HTTP/2 servers that refuse requests, break them, or end their connections: a request is sent again only if that is safe.
/// </summary>
public sealed class Http2RejectionTests
{
    // How often the HTTP client itself sends a request that has no body and may be repeated: once, plus three retries.
    private const int ClientsOwnTries = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "", false)]
    [InlineData("POST", "body", false)]
    [InlineData("POST", "body", true)]
    [InlineData("PUT", "body", false)]
    [InlineData("PUT", "body", true)]
    public async Task Request_StreamRefused_ReachesTheNextWholeAndIsSentToEachOnce(string method, string body, bool whenComplete)
    {
        await using var bad = new FaultyHttp2Server("bad", _ => StreamFault.Reject, whenComplete);
        await using var cluster = await ClusterWithAsync(bad);

        Assert.Equal((HttpStatusCode.OK, $"{method} {body}"), await SendAsync(cluster, method, body));

        Assert.Equal((1, 1), (bad.Requests, cluster.Server("echo").Requests));
        await AssertVerdictAsync(cluster, bad: (0, 1), echo: (1, 0));
    }

    [Fact]
    public async Task Get_StreamRefusedAgainAndAgain_ReachesTheNext()
    {
        await using var bad = new FaultyHttp2Server("bad", _ => StreamFault.Reject);
        await using var cluster = await ClusterWithAsync(bad);

        Assert.Equal((HttpStatusCode.OK, "GET "), await SendAsync(cluster, "GET"));

        Assert.Equal((ClientsOwnTries, 1), (bad.Requests, cluster.Server("echo").Requests));
        await AssertVerdictAsync(cluster, bad: (0, 1), echo: (1, 0));
    }

    [Theory]
    [InlineData(StreamFault.Reject, 1)]
    [InlineData(StreamFault.GoAwayBefore, 2)]
    public async Task Get_StreamRefusedOnce_StaysWithItsServer(StreamFault fault, int connections)
    {
        await using var bad = new FaultyHttp2Server("bad", number => number == 1 ? fault : StreamFault.None);
        await using var cluster = await ClusterWithAsync(bad);

        Assert.Equal((HttpStatusCode.OK, "bad"), await SendAsync(cluster, "GET"));

        Assert.Equal((2, connections, 0), (bad.Requests, bad.Connections, cluster.Server("echo").Requests));
        await AssertVerdictAsync(cluster, bad: (1, 0), echo: (0, 0));
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("POST", "body")]
    [InlineData("PUT", "body")]
    public async Task Request_ConnectionEndsBeforeIt_ReachesTheNextAndIsSentToEachOnce(string method, string body)
    {
        await using var bad = new FaultyHttp2Server("bad", _ => StreamFault.GoAwayBefore);
        await using var cluster = await ClusterWithAsync(bad);

        Assert.Equal((HttpStatusCode.OK, $"{method} {body}"), await SendAsync(cluster, method, body));

        Assert.Equal((1, 1), (bad.Requests, cluster.Server("echo").Requests));
        await AssertVerdictAsync(cluster, bad: (0, 1), echo: (1, 0));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "body")]
    public async Task Request_ConnectionEndsAfterIt_SucceedsAndTheNextOneOpensAnother(string method, string body)
    {
        await using var bad = new FaultyHttp2Server("bad", _ => StreamFault.GoAwayAfter, waitsForBody: true);
        await using var cluster = await ClusterWithAsync(bad);

        Assert.Equal((HttpStatusCode.OK, "bad"), await SendAsync(cluster, method, body));
        Assert.Equal((HttpStatusCode.OK, "bad"), await SendAsync(cluster, method, body));

        Assert.Equal((2, 2, 0), (bad.Requests, bad.Connections, cluster.Server("echo").Requests));
        await AssertVerdictAsync(cluster, bad: (2, 0), echo: (0, 0));
    }

    [Theory]
    [InlineData(StreamFault.Break, "")]
    [InlineData(StreamFault.Break, "body")]
    [InlineData(StreamFault.Close, "")]
    [InlineData(StreamFault.Close, "body")]
    public async Task Post_StreamBroken_Is502AndNotSentAgain(StreamFault fault, string body)
    {
        await using var bad = new FaultyHttp2Server("bad", _ => fault);
        await using var cluster = await ClusterWithAsync(bad);

        var (status, _) = await SendAsync(cluster, "POST", body);

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Equal((1, 0), (bad.Requests, cluster.Server("echo").Requests));
        await AssertVerdictAsync(cluster, bad: (1, 1), echo: (0, 0));
    }

    [Theory]
    [InlineData(StreamFault.Break, "GET", "")]
    [InlineData(StreamFault.Break, "PUT", "body")]
    [InlineData(StreamFault.Close, "GET", "")]
    [InlineData(StreamFault.Close, "PUT", "body")]
    public async Task IdempotentRequest_StreamBroken_ReachesTheNext(StreamFault fault, string method, string body)
    {
        await using var bad = new FaultyHttp2Server("bad", _ => fault);
        await using var cluster = await ClusterWithAsync(bad);

        Assert.Equal((HttpStatusCode.OK, $"{method} {body}"), await SendAsync(cluster, method, body));

        Assert.Equal((1, 1), (bad.Requests, cluster.Server("echo").Requests));
        await AssertVerdictAsync(cluster, bad: (0, 1), echo: (1, 0));
    }

    [Fact]
    public async Task Put_StreamBrokenWhileTheClientIsSending_IsTheServersFaultAndReachesTheNext()
    {
        await using var bad = new FaultyHttp2Server("bad", _ => StreamFault.Break);
        await using var cluster = await ClusterWithAsync(bad);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        var key = await cluster.KeyForAsync("bad", "echo");

        await client.GetStream().WriteTextAsync(
            $"PUT / HTTP/1.1\r\nHost: a.test\r\n{GatewayHost.KeyHeader}: {key}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbo", Token);
        await Eventually.TrueAsync("the next server has the request", () => cluster.Server("echo").Requests == 1, TimeSpan.FromSeconds(20));
        await client.GetStream().WriteTextAsync("dy", Token);
        var response = await client.GetStream().ReadToEndAsync(Token);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.Contains("PUT body", response, StringComparison.Ordinal);
        await AssertVerdictAsync(cluster, bad: (0, 1), echo: (1, 0));
    }

    [Theory]
    [InlineData(StreamFault.Reject)]
    [InlineData(StreamFault.Break)]
    public async Task Requests_FailedOneAfterTheOther_LeaveTheConnectionsStreamsToOthers(StreamFault fault)
    {
        await using var bad = new FaultyHttp2Server("bad", _ => fault);
        await using var cluster = await ClusterWithAsync(
            bad, ("Gateway:Health:ConsecutiveFailures", "1000"), ("Gateway:Health:MinimumRequests", "1000"));

        for (var i = 0; i < FaultyHttp2Server.StreamsAtOnce * 6; i++)
        {
            Assert.Equal((HttpStatusCode.OK, "PUT body"), await SendAsync(cluster, "PUT", "body"));
        }

        Assert.Equal(1, bad.Connections);
    }

    [Fact]
    public async Task Post_NoOtherServer_Is503WithRetryAfter()
    {
        await using var bad = new FaultyHttp2Server("bad", _ => StreamFault.Reject);
        await using var cluster = await TestCluster.StartAsync(("Gateway:ServerProtocol", "Http2"));
        await cluster.ApplyAsync(Changes.Join("bad", url: bad.Url));

        using var content = new StringContent("body");
        using var response = await cluster.Gateway.SendAsync(HttpMethod.Post, "/", "key", content, Token);

        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(1, bad.Requests);
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(TestCluster cluster, string method, string body = "")
    {
        using var content = body.Length > 0 ? new StringContent(body) : null;
        using var response = await cluster.Gateway.SendAsync(new(method), "/", await cluster.KeyForAsync("bad", "echo"), content, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task AssertVerdictAsync(
        TestCluster cluster, (long Requests, long Failures) bad, (long Requests, long Failures) echo)
    {
        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal((bad, echo), (stats.Of("bad"), stats.Of("echo")));
        Assert.True(stats.IsHealthy("bad"));
    }

    private static async Task<TestCluster> ClusterWithAsync(FaultyHttp2Server bad, params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync([("Gateway:ServerProtocol", "Http2"), .. settings]);
        await cluster.AddServerAsync(
            "echo",
            async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                await context.Response.WriteAsync($"{context.Request.Method} {await reader.ReadToEndAsync(context.RequestAborted)}");
            },
            HttpProtocols.Http2);
        await cluster.ApplyAsync(Changes.Join("bad", url: bad.Url));
        return cluster;
    }
}
