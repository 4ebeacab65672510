using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests idle connections to servers: they are left before the server closes them, and a close is nobody's failure.</summary>
public sealed class IdleServerConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// A server such as Node.js announces its timeout. A connection is not used in the last second of it, so one that is announced for a
    /// single second is not used again; <c>UpstreamPoolTests</c> tests longer times on a clock of its own.
    /// </summary>
    [Theory]
    [BothPaths("1.0", "Keep-Alive: timeout=1", 2)]
    [BothPaths("1.1", "Keep-Alive: timeout=1", 2)]
    [BothPaths("2.0", "Keep-Alive: timeout=1", 2)]
    [BothPaths("1.1", "Keep-Alive: timeout=60, max=100", 1)]
    [BothPaths("1.1", "X-None: 1", 1)]
    public async Task Post_ServerAnnouncesItsTimeout_UsesANewConnectionInTheLastSecond(
        ForwardingPath path, string version, string field, int connections)
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
            {
                await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\n{field}\r\nContent-Length: 0\r\n\r\n", stop);
            }
        });
        await using var cluster = await StartAsync(path, server);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(cluster, HttpMethod.Post, version));
        await ConnectionIsIdleAsync(cluster);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(cluster, HttpMethod.Post, version));
        Assert.Equal(connections, server.Connections);
    }

    [Theory]
    [BothPaths]
    public async Task Connection_IdleForLongerThanTheSetting_IsClosed(ForwardingPath path)
    {
        var ended = new TaskCompletionSource();
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
            {
                await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
            }

            ended.TrySetResult();
        });
        await using var cluster = await StartAsync(path, server, ("Gateway:ServerIdleTimeout", "00:00:00.500"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(cluster, HttpMethod.Post, "1.1"));

        await ended.Task.WaitAsync(Patience, Token);
    }

    /// <summary>
    /// A server that closes reused connections must not be ejected for it. A request that may be repeated gets its response from another
    /// connection.
    /// </summary>
    [Theory]
    [BothPaths("POST", "1.0", HttpStatusCode.BadGateway)]
    [BothPaths("POST", "1.1", HttpStatusCode.BadGateway)]
    [BothPaths("POST", "2.0", HttpStatusCode.BadGateway)]
    [BothPaths("GET", "1.0", HttpStatusCode.OK)]
    [BothPaths("GET", "1.1", HttpStatusCode.OK)]
    [BothPaths("GET", "2.0", HttpStatusCode.OK)]
    public async Task Request_ServerClosesTheIdleConnection_IsNobodysFailure(
        ForwardingPath path, string method, string version, HttpStatusCode expected)
    {
        var connections = 0;
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            var number = Interlocked.Increment(ref connections).ToString(CultureInfo.InvariantCulture);
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: {number.Length}\r\n\r\n{number}", stop);
            await stream.ReadHeadAsync(stop);
            stream.Socket.Shutdown(SocketShutdown.Send);
        });
        await using var cluster = await StartAsync(path, server, ("Gateway:Health:ConsecutiveFailures", "1"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(cluster, new(method), version));
        await ConnectionIsIdleAsync(cluster);

        Assert.Equal(expected, await SendAsync(cluster, new(method), version));

        await Eventually.TrueAsync(
            "the attempts are counted", async () => (await Stats.ReadAsync(cluster.Gateway)).Of("s1").Requests == 2, Patience);

        // With another membership, the verdict on the server is in use too.
        await cluster.ApplyAsync(Changes.Join("s2", url: server.Url));
        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal((0, true), (stats.Of("s1").Failures, stats.IsHealthy("s1")));
    }

    private static async Task<TestCluster> StartAsync(
        ForwardingPath path, TcpTestServer server, params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(path, settings);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        return cluster;
    }

    /// <summary>The client has its response before the gateway keeps the connection to the server.</summary>
    private static Task ConnectionIsIdleAsync(TestCluster cluster) => Eventually.TrueAsync(
        "the request has ended", async () => (await Stats.ReadAsync(cluster.Gateway)).InFlightOf("s1") == 0, Patience);

    private static async Task<HttpStatusCode> SendAsync(TestCluster cluster, HttpMethod method, string version)
    {
        using var request = new HttpRequestMessage(method, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = method == HttpMethod.Post ? new ByteArrayContent([]) : null,
        };
        using var response = await cluster.Gateway.Client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
