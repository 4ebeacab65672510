using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Proxy.Telemetry.Tail;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests that a gateway sends requests to those who look at them, however it forwards them.</summary>
public sealed class TailTests
{
    private static readonly string[] Versions = ["1.0", "1.1", "2.0"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<TailBatch> _batches = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ForwardingPath, string> PathsAndVersions =>
        [.. from path in Enum.GetValues<ForwardingPath>() from version in Versions select (path, version)];

    private IEnumerable<TailLine> Lines => _batches.SelectMany(batch => batch.Lines);

    [Theory]
    [MemberData(nameof(PathsAndVersions))]
    public async Task Request_SomebodyLooks_ArrivesWithItsFields(ForwardingPath path, string version)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 1, ("Gateway:Id", "edge-1"));
        await using var subscription = await LookAsync(cluster, TailFilter.All);

        Assert.Equal(HttpStatusCode.OK, await GetAsync(cluster, "/orders?secret=1", "user-42", version));

        await Eventually.TrueAsync("it has arrived", () => Lines.Any(), Patience);
        var line = Assert.Single(Lines);
        Assert.Equal(
            ("GET", "/orders", "s1", "Owner", 1, 200, "edge-1", "user-42"),
            (line.Method, line.Target, line.Server, line.Reason, line.Tries, line.Status, line.Gateway, line.Key));
        Assert.True(line.Bytes > 0);
        Assert.Empty(line.Attempts);
    }

    [Theory]
    [MemberData(nameof(PathsAndVersions))]
    public async Task Request_IsRetried_ArrivesWithItsAttempts(ForwardingPath path, string version)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 1, ("Gateway:Health:ConsecutiveFailures", "100"));
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var url = $"http://{closed.LocalEndpoint}";
        closed.Stop();
        await cluster.ApplyAsync(Changes.Join("s2", url: url));
        var key = await cluster.KeyForAsync("s2", "s1");
        await using var subscription = await LookAsync(cluster, Filter("status=failed&server=s2"));

        Assert.Equal(HttpStatusCode.OK, await GetAsync(cluster, "/", key, version));

        await Eventually.TrueAsync("it has arrived", () => Lines.Any(), Patience);
        var line = Assert.Single(Lines);
        Assert.Equal(("s1", 2, 200, "connection_refused", "s2"), (line.Server, line.Tries, line.Status, line.Error, line.ErrorServer));
        Assert.Equal(
            [("s2", "NotReached", "connection_refused", null), ("s1", "Responded", null, 200)],
            line.Attempts.Select(attempt => (attempt.Server, attempt.Outcome, attempt.Error, attempt.Status)));
        Assert.All(line.Attempts, attempt => Assert.InRange(attempt.StartMs + attempt.DurationMs!.Value, 0, line.DurationMs + 1));
    }

    [Fact]
    public async Task Upgrade_Ends_Arrives()
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nhi", stop);
        });
        await using var cluster = await TestCluster.StartAsync();
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var subscription = await LookAsync(cluster, TailFilter.All);
        await using (var client = await cluster.Gateway.ConnectAsync(Token))
        {
            await client.WriteTextAsync("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", Token);
            await client.ReadHeadAsync(Token);
        }

        await Eventually.TrueAsync("it has arrived", () => Lines.Any(), Patience);
        Assert.Equal(("/chat", "s1", 101), (Lines.Single().Target, Lines.Single().Server, Lines.Single().Status));
    }

    [Fact]
    public async Task Request_NoServerIsThere_ArrivesWithTheGatewaysError()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var subscription = await LookAsync(cluster, Filter("status=5xx"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(cluster, "/", "k", "1.1"));

        await Eventually.TrueAsync("it has arrived", () => Lines.Any(), Patience);
        Assert.Equal((503, null, 0), (Lines.Single().Status, Lines.Single().Server, Lines.Single().Tries));
    }

    [Fact]
    public async Task Request_TailIsOff_NeverArrives()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, ("Gateway:Tail:Enabled", "false"));
        var store = cluster.Gateway.Part<ITailStore>();
        await using var subscription = await store.SubscribeAsync(_batches.Enqueue, Token);
        await store.WantAsync("dashboard", [TailFilter.All], Token);

        Assert.Equal(HttpStatusCode.OK, await GetAsync(cluster, "/", "k", "1.1"));

        Assert.False(cluster.Gateway.Part<RequestTail>().IsWanted);
        Assert.Equal(0, cluster.Gateway.Part<RequestTail>().Buffer.NextLength);
    }

    private static TailFilter Filter(string text) => TailFilter.TryParse(text, out var filter) ? filter : throw new FormatException(text);

    /// <summary>Asks for requests and waits until the gateway has heard it.</summary>
    private async Task<IAsyncDisposable> LookAsync(TestCluster cluster, TailFilter filter)
    {
        var store = cluster.Gateway.Part<ITailStore>();
        var subscription = await store.SubscribeAsync(_batches.Enqueue, Token);
        await Eventually.TrueAsync(
            "the gateway sends requests",
            async () =>
            {
                await store.WantAsync("dashboard", [filter], Token);
                return cluster.Gateway.Part<RequestTail>().IsWanted;
            },
            Patience);
        return subscription;
    }

    private static async Task<HttpStatusCode> GetAsync(TestCluster cluster, string target, string key, string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target)
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add(GatewayHost.KeyHeader, key);
        using var response = await cluster.Gateway.Client.SendAsync(request, Token);
        await response.Content.ReadAsStringAsync(Token);
        return response.StatusCode;
    }
}
