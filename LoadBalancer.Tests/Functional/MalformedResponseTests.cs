using System.Net;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests a URL for which every server fails, with a malformed response or none: no server may be ejected for it.</summary>
public sealed class MalformedResponseTests : IAsyncDisposable
{
    private const string TwoLengths = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!";
    private const string ListOfLengths = "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello!";
    private const string LengthAndChunks = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: "
        + "chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    private const string BadName = "HTTP/1.1 200 OK\r\nX Y: 1\r\nContent-Length: 0\r\n\r\n";
    private const string NotHttp = "220 mail.test ESMTP\r\n";
    private const string BadChunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n";
    private const string Short = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc";
    private const string ShortChunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    private const string Unavailable = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    private const string OneKey = "k";

    /// <summary>More malformed responses than it takes to eject a server.</summary>
    private const int Many = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] Ids = ["s1", "s2", "s3"];

    private readonly List<TcpTestServer> _servers = [];
    private int _poisoned;
    private string _poison = TwoLengths;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [BothPaths(TwoLengths, "1.1")]
    [BothPaths(TwoLengths, "2.0")]
    [BothPaths(ListOfLengths, "1.1")]
    [BothPaths(ListOfLengths, "2.0")]
    [BothPaths(LengthAndChunks, "1.1")]
    [BothPaths(LengthAndChunks, "2.0")]
    [BothPaths(BadName, "1.1")]
    [BothPaths(BadName, "2.0")]
    [BothPaths(NotHttp, "1.1")]
    [BothPaths(NotHttp, "2.0")]
    public async Task Get_ManyTimesOfAUrlWithAMalformedResponse_Is502AfterTwoServersAndEjectsNone(
        ForwardingPath path, string poison, string version)
    {
        _poison = poison;
        await using var cluster = await StartAsync(path);

        for (var i = 0; i < Many; i++)
        {
            using var response = await SendAsync(cluster, HttpMethod.Get, version, OneKey);
            await response.AssertProblemAsync(HttpStatusCode.BadGateway);
        }

        Assert.Equal(2 * Many, Volatile.Read(ref _poisoned));
        await AssertAllAreUsedAsync(cluster);
    }

    [Theory]
    [BothPaths("1.1", OneKey)]
    [BothPaths("1.1", null)]
    [BothPaths("2.0", OneKey)]
    [BothPaths("2.0", null)]
    public async Task Get_ManyTimesOfAUrlWithAMalformedBody_FailsVisiblyAndEjectsNone(ForwardingPath path, string version, string? key)
    {
        _poison = BadChunk;
        await using var cluster = await StartAsync(path);

        for (var i = 0; i < Many; i++)
        {
            Assert.NotEqual(HttpStatusCode.OK, await WholeStatusAsync(cluster, version, key));
        }

        // A response that is already being relayed is broken off; if nothing has left the gateway yet, one other server is tried.
        Assert.InRange(Volatile.Read(ref _poisoned), Many, 2 * Many);
        await AssertAllAreUsedAsync(cluster);
    }

    [Theory]
    [BothPaths("1.1")]
    [BothPaths("2.0")]
    public async Task Get_ManyTimesOfAUrlAtWhichServersHangUp_Is502AndEjectsNone(ForwardingPath path, string version)
    {
        _poison = "";
        await using var cluster = await StartAsync(path);

        for (var i = 0; i < Many; i++)
        {
            using var response = await SendAsync(cluster, HttpMethod.Get, version, OneKey);
            await response.AssertProblemAsync(HttpStatusCode.BadGateway);
        }

        // Each request is tried on three servers; a failure on an idle connection does not count as the last attempt on that server.
        Assert.True(Volatile.Read(ref _poisoned) >= 3 * Many);
        await AssertAllAreUsedAsync(cluster);
    }

    [Theory]
    [BothPaths("GET", Short, "1.1")]
    [BothPaths("GET", Short, "2.0")]
    [BothPaths("GET", ShortChunk, "1.1")]
    [BothPaths("GET", ShortChunk, "2.0")]
    [BothPaths("POST", "", "1.1")]
    [BothPaths("POST", "", "2.0")]
    [BothPaths("POST", Unavailable, "1.1")]
    [BothPaths("POST", Unavailable, "2.0")]
    public async Task Request_ManyTimesOfAUrlThatEveryServerFails_EjectsNone(
        ForwardingPath path, string method, string poison, string version)
    {
        _poison = poison;
        await using var cluster = await StartAsync(path);

        for (var i = 0; i < Many; i++)
        {
            Assert.NotEqual(HttpStatusCode.OK, await WholeStatusAsync(cluster, version, OneKey, method));
        }

        await AssertAllAreUsedAsync(cluster);
    }

    [Theory]
    [BothPaths("1.1", OneKey)]
    [BothPaths("1.1", null)]
    [BothPaths("2.0", OneKey)]
    [BothPaths("2.0", null)]
    public async Task Post_ManyTimesToAUrlWithAMalformedResponse_Is502AndNotSentAgainAndEjectsNone(
        ForwardingPath path, string version, string? key)
    {
        await using var cluster = await StartAsync(path);

        for (var i = 0; i < Many; i++)
        {
            using var response = await SendAsync(cluster, HttpMethod.Post, version, key);
            await response.AssertProblemAsync(HttpStatusCode.BadGateway);
        }

        Assert.Equal(Many, Volatile.Read(ref _poisoned));
        await AssertAllAreUsedAsync(cluster);
    }

    [Theory]
    [BothPaths]
    public async Task Get_MalformedResponseOfOneServer_IsServedByTheNext(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        await cluster.AddServerAsync("good");

        using var response = await cluster.Gateway.GetAsync("/poison", await cluster.KeyForAsync("s1", "good"), Token);

        Assert.Equal("good", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(1, Volatile.Read(ref _poisoned));
    }

    [Theory]
    [BothPaths]
    public async Task Server_SendsMalformedResponsesThatOthersDoNot_IsEjected(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        await cluster.AddServerAsync("good");
        var key = await cluster.KeyForAsync("s1", "good");

        for (var i = 0; i < 25; i++)
        {
            await AssertAllAreHealthyAsync(cluster);
            (await cluster.Gateway.GetAsync("/poison", key, Token)).Dispose();
        }

        await AssertIsEjectedAsync(cluster, "s1");
    }

    [Theory]
    [BothPaths]
    public async Task Server_SendsMalformedResponsesToRequestsThatAreNotRetried_IsEjectedAfterFiveTimesAsMany(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path, ("Gateway:Retries:MaxAttempts", "1"));
        foreach (var key in await cluster.KeysOfAsync("s1", 25))
        {
            await AssertAllAreHealthyAsync(cluster);
            (await cluster.Gateway.GetAsync("/poison", key, Token)).Dispose();
        }

        await AssertIsEjectedAsync(cluster, "s1");
    }

    [Theory]
    [BothPaths]
    public async Task Get_MalformedResponse_IsReportedInProxyStatus(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path, ("Gateway:ProxyStatus", "true"));

        using var response = await SendAsync(cluster, HttpMethod.Get, "1.1", OneKey);

        var details = path == ForwardingPath.Relay ? "; details=\"two Content-Length fields\"" : "";
        Assert.EndsWith(
            $"; error=http_protocol_error{details}",
            Assert.Single(response.Headers.GetValues("Proxy-Status")),
            StringComparison.Ordinal);
    }

    private async Task<TestCluster> StartAsync(ForwardingPath path, params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(
            path, [("Gateway:Health:Ejection", "00:01:00"), ("Gateway:Health:Interval", "00:10:00"), .. settings]);
        foreach (var id in Ids)
        {
            var server = new TcpTestServer((stream, stop) => ServeAsync(stream, id, stop));
            _servers.Add(server);
            await cluster.ApplyAsync(Changes.Join(id, url: server.Url));
        }

        return cluster;
    }

    /// <summary>Returns the status of a complete response, or <see langword="null"/> if the response breaks off.</summary>
    private static async Task<HttpStatusCode?> WholeStatusAsync(TestCluster cluster, string version, string? key, string method = "GET")
    {
        try
        {
            using var response = await SendAsync(cluster, new(method), version, key);
            await response.Content.LoadIntoBufferAsync(Token);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task ServeAsync(Stream stream, string id, CancellationToken stop)
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            var isPoison = head.Contains(" /poison ", StringComparison.Ordinal);
            if (isPoison)
            {
                Interlocked.Increment(ref _poisoned);
            }

            if (isPoison && _poison.Length == 0)
            {
                return;
            }

            await stream.WriteTextAsync(isPoison ? _poison : $"HTTP/1.1 200 OK\r\nContent-Length: {id.Length}\r\n\r\n{id}", stop);
            if (isPoison && _poison is Short or ShortChunk)
            {
                return;
            }
        }
    }

    private static async Task AssertAllAreUsedAsync(TestCluster cluster)
    {
        await AssertAllAreHealthyAsync(cluster);
        foreach (var id in Ids)
        {
            Assert.Equal(id, await cluster.GetAsync(await cluster.KeyForAsync(id)));
        }
    }

    private static Task AssertIsEjectedAsync(TestCluster cluster, string id) =>
        Eventually.TrueAsync("it is ejected", async () => !(await Stats.ReadAsync(cluster.Gateway)).IsHealthy(id), Patience);

    private static async Task AssertAllAreHealthyAsync(TestCluster cluster)
    {
        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.All(Ids, id => Assert.True(stats.IsHealthy(id)));
    }

    private static async Task<HttpResponseMessage> SendAsync(TestCluster cluster, HttpMethod method, string version, string? key)
    {
        using var request = new HttpRequestMessage(method, "/poison")
        {
            Version = new(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (key is not null)
        {
            request.Headers.Add(GatewayHost.KeyHeader, key);
        }

        return await cluster.Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
