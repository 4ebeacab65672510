using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests requests with bodies: they are sent again completely or not at all, and never twice where that is not allowed.</summary>
public sealed class RetryBodyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths(Fault.Reset, false)]
    [BothPaths(Fault.Reset, true)]
    [BothPaths(Fault.Hang, false)]
    [BothPaths(Fault.Unavailable, true)]
    public async Task Put_SmallBodyAndOwnerFails_ArrivesWholeAtTheNext(ForwardingPath path, Fault fault, bool isChunked)
    {
        await using var bad = new FaultyServer(fault);
        await using var cluster = await StartAsync(path, bad, ("Gateway:Retries:AttemptTimeout", "00:00:00.200"));
        var body = Bytes(10 * 1_024);

        using var response = await SendAsync(cluster, HttpMethod.Put, body, isChunked);

        Assert.Equal(body, await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(Token));
        Assert.Equal((1, 1), (bad.Requests, cluster.Server("echo").Requests));
    }

    [Theory]
    [BothPaths]
    public async Task Put_LargeBodyAndOwnerFailsAfterBytesWereSent_IsNotSentAgain(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Reset);
        await using var cluster = await StartAsync(path, bad);

        using var response = await SendAsync(cluster, HttpMethod.Put, Bytes(1_024 * 1_024), isChunked: false);

        await response.AssertProblemAsync(HttpStatusCode.BadGateway);
        Assert.Equal((1, 0), (bad.Requests, cluster.Server("echo").Requests));
    }

    [Theory]
    [BothPaths]
    public async Task Put_LargeBodyAndOwnerRefuses_ArrivesWholeAtTheNext(ForwardingPath path)
    {
        using var dead = new DeadPort();
        await using var cluster = await StartAsync(path, dead.Url);
        var body = Bytes(1_024 * 1_024);

        using var response = await SendAsync(cluster, HttpMethod.Put, body, isChunked: false);

        Assert.Equal(body, await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [BothPaths(Fault.Close)]
    [BothPaths(Fault.Reset)]
    [BothPaths(Fault.HalfHead)]
    [BothPaths(Fault.Hang)]
    [BothPaths(Fault.Unavailable)]
    public async Task Post_OwnerFailsInAnyWay_IsSentOnce(ForwardingPath path, Fault fault)
    {
        await using var bad = new FaultyServer(fault);
        await using var cluster = await StartAsync(
            path, bad, ("Gateway:Retries:AttemptTimeout", "00:00:00.050"), ("Gateway:ActivityTimeout", "00:00:00.500"));

        using var response = await SendAsync(cluster, HttpMethod.Post, Bytes(10), isChunked: false);

        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal((1, 0), (bad.Requests, cluster.Server("echo").Requests));
    }

    [Theory]
    [BothPaths("")]
    [BothPaths("Content-Length: 0\r\n")]
    [BothPaths("Content-Length: 5000\r\nExpect: 100-continue\r\n")]
    public async Task Post_WithoutABodyOrBeforeIt_OwnerCloses_ReachesNoOtherServer(ForwardingPath path, string fields)
    {
        await using var bad = new FaultyServer(Fault.Close);
        await using var cluster = await StartAsync(path, bad);

        using var client = await SendHeadAsync(cluster, "POST", fields + "Connection: close\r\n");
        var head = await client.GetStream().ReadHeadAsync(Token);

        Assert.StartsWith("HTTP/1.1 502 ", head, StringComparison.Ordinal);
        Assert.Equal((1, 0), (bad.Requests, cluster.Server("echo").Requests));
    }

    [Theory]
    [BothPaths]
    public async Task Put_ExpectsContinueAndOwnerRespondsWith503_OnlyTheNextRequestsTheBody(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Unavailable);
        await using var cluster = await StartAsync(path, bad);
        var body = new string('~', 5_000);

        using var client = await SendHeadAsync(
            cluster, "PUT", $"Content-Length: {body.Length}\r\nExpect: 100-continue\r\nConnection: close\r\n");
        var interim = await client.GetStream().ReadHeadAsync(Token);
        Assert.Equal((1, 1), (bad.Requests, cluster.Server("echo").Requests));
        await client.GetStream().WriteTextAsync(body, Token);
        var response = await client.GetStream().ReadToEndAsync(Token);

        Assert.StartsWith("HTTP/1.1 100 ", interim, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.Equal(body.Length, response.Count(letter => letter == '~'));
    }

    [Theory]
    [BothPaths]
    public async Task Put_OwnerHangsWhileTheClientIsSending_TimeoutStartsWhenItIsDone(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Hang);
        await using var cluster = await StartAsync(path, bad, ("Gateway:Retries:AttemptTimeout", "00:00:00.200"));

        using var client = await SendHeadAsync(cluster, "PUT", "Content-Length: 4\r\nConnection: close\r\n");
        await client.GetStream().WriteTextAsync("~~", Token);
        var sent = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            "an attempt's time has passed several times", () => sent.Elapsed > TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));

        // YARP measures the timeout of an attempt from its start, so another server may have been tried by now.
        if (path == ForwardingPath.Relay)
        {
            Assert.Equal(0, cluster.Server("echo").Requests);
        }

        await client.GetStream().WriteTextAsync("~~", Token);
        var response = await client.GetStream().ReadToEndAsync(Token);

        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.Equal(4, response.Count(letter => letter == '~'));
        Assert.Equal(1, bad.Requests);
    }

    [Theory]
    [BothPaths]
    public async Task Put_OwnerFailsWhileTheClientIsSending_ArrivesWholeAtTheNext(ForwardingPath path)
    {
        await using var bad = new FaultyServer(Fault.Reset);
        await using var cluster = await StartAsync(path, bad, ("Gateway:Retries:AttemptTimeout", "00:00:00.200"));

        using var client = await SendHeadAsync(cluster, "PUT", "Content-Length: 4\r\nConnection: close\r\n");
        await client.GetStream().WriteTextAsync("~~", Token);
        await Eventually.TrueAsync("the next server has the request", () => cluster.Server("echo").Requests == 1, TimeSpan.FromSeconds(20));
        await client.GetStream().WriteTextAsync("~~", Token);
        var response = await client.GetStream().ReadToEndAsync(Token);

        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.Equal(4, response.Count(letter => letter == '~'));
        Assert.Equal(1, bad.Requests);
    }

    private static async Task<TcpClient> SendHeadAsync(TestCluster cluster, string method, string fields)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        var key = await cluster.KeyForAsync("bad", "echo");
        await client.GetStream()
            .WriteTextAsync($"{method} / HTTP/1.1\r\nHost: a.test\r\n{GatewayHost.KeyHeader}: {key}\r\n{fields}\r\n", Token);
        return client;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestCluster cluster, HttpMethod method, byte[] body, bool isChunked)
    {
        using var request = new HttpRequestMessage(method, "/") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.Add(GatewayHost.KeyHeader, await cluster.KeyForAsync("bad", "echo"));
        return await cluster.Gateway.Client.SendAsync(request, Token);
    }

    private static Task<TestCluster> StartAsync(ForwardingPath path, FaultyServer bad, params (string Key, string Value)[] settings) =>
        StartAsync(path, bad.Url, settings);

    private static async Task<TestCluster> StartAsync(ForwardingPath path, string url, params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(path, settings);
        await cluster.AddServerAsync("echo", async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await context.Response.Body.WriteAsync(body.ToArray(), context.RequestAborted);
        });
        await cluster.ApplyAsync(Changes.Join("bad", url: url));
        return cluster;
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
