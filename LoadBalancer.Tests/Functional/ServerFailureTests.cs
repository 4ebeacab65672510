using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests failures after the server has received the request: nothing is sent twice, and the client receives an error.</summary>
public sealed class ServerFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths]
    public async Task Get_ServerClosesWithoutAResponse_Is502(ForwardingPath path)
    {
        await using var server = new TcpTestServer((stream, stop) => stream.ReadHeadAsync(stop));
        await using var cluster = await ClusterWithAsync(path, server.Url);

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        await response.AssertProblemAsync(HttpStatusCode.BadGateway);
        Assert.Equal((1, 1), (await Stats.ReadAsync(cluster.Gateway)).Of("bad"));
    }

    [Theory]
    [BothPaths(true)]
    [BothPaths(false)]
    public async Task Get_ServerFails_ProxyStatusReportsWhyIfEnabled(ForwardingPath path, bool isAskedFor)
    {
        await using var server = new TcpTestServer((stream, stop) => stream.ReadHeadAsync(stop));
        await using var cluster = await ClusterWithAsync(
            path, server.Url, ("Gateway:ProxyStatus", $"{isAskedFor}"), ("Gateway:Id", "edge"));

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        var status = response.Headers.TryGetValues("Proxy-Status", out var values) ? string.Join(", ", values) : "";
        Assert.Matches(isAskedFor ? "^edge-[0-9a-f]{8}; error=connection_terminated$" : "^$", status);
    }

    [Theory]
    [BothPaths]
    public async Task Get_ServerRespondsWithSomethingOtherThanHttp_Is502(ForwardingPath path)
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("220 mail.test ESMTP\r\n", stop);
        });
        await using var cluster = await ClusterWithAsync(path, server.Url);

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        await response.AssertProblemAsync(HttpStatusCode.BadGateway);
    }

    [Theory]
    [BothPaths]
    public async Task Get_ServerIsSilentForTooLong_Is504(ForwardingPath path)
    {
        await using var server = new TcpTestServer((stream, stop) => stream.ReadToEndAsync(stop));
        await using var cluster = await ClusterWithAsync(path, server.Url, ("Gateway:ActivityTimeout", "00:00:00.200"));

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        await response.AssertProblemAsync(HttpStatusCode.GatewayTimeout);
        Assert.Equal((1, 1), (await Stats.ReadAsync(cluster.Gateway)).Of("bad"));
    }

    [Theory]
    [BothPaths("Content-Length: 1000\r\n\r\nhalf")]
    [BothPaths("Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")]
    public async Task Get_ServerBreaksOffWithinTheBody_BreaksOffToTheClientToo(ForwardingPath path, string begun)
    {
        var headArrived = new TaskCompletionSource();
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\n" + begun, stop);
            await headArrived.Task.WaitAsync(stop);
        });
        await using var cluster = await ClusterWithAsync(path, server.Url);

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        await client.GetStream().WriteTextAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", Token);
        var head = await client.GetStream().ReadHeadAsync(Token);
        headArrived.SetResult();
        var body = await client.GetStream().ReadToEndAsync(Token);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.Contains("half", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", body, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            "the failure is counted", async () => (await Stats.ReadAsync(cluster.Gateway)).Of("bad") == (1, 1), Patience);
    }

    [Theory]
    [BothPaths]
    public async Task Get_ServerBreaksOffWithinTheBody_ThrowsAtTheClient(ForwardingPath path)
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", stop);
        });
        await using var cluster = await ClusterWithAsync(path, server.Url);

        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using var response = await cluster.Gateway.GetAsync("/", "key", Token);
            await response.Content.LoadIntoBufferAsync(Token);
        });
    }

    [Theory]
    [BothPaths("")]
    [BothPaths("once")]
    public async Task Post_ServerFailsAfterItHadTheRequest_IsNotSentAgain(ForwardingPath path, string body)
    {
        await using var server = new TcpTestServer((stream, stop) => stream.ReadHeadAsync(stop));
        await using var cluster = await ClusterWithAsync(path, server.Url);
        var other = await cluster.AddServerAsync("other");

        using var content = new StringContent(body);
        using var response = await cluster.Gateway.SendAsync(
            HttpMethod.Post, "/", await cluster.KeyForAsync("bad", "other"), content, Token);

        await response.AssertProblemAsync(HttpStatusCode.BadGateway);
        Assert.Equal(0, other.Requests);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [BothPaths]
    public async Task Get_ServerRespondsWith500_PassesUnchanged(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        await cluster.AddServerAsync("angry", context =>
        {
            context.Response.StatusCode = 500;
            context.Response.ContentType = "text/x-own";
            context.Response.Headers["X-Own"] = "kept";
            return context.Response.WriteAsync("my own words");
        });

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("text/x-own", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("kept", Assert.Single(response.Headers.GetValues("X-Own")));
        Assert.Equal("my own words", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal((1, 0), (await Stats.ReadAsync(cluster.Gateway)).Of("angry"));
    }

    private static async Task<TestCluster> ClusterWithAsync(ForwardingPath path, string url, params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(path, settings);
        await cluster.ApplyAsync(Changes.Join("bad", url: url));
        return cluster;
    }
}
