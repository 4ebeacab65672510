using System.Net;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>
/// Tests responses with many headers, or with large ones: the limit is the same on all paths, and no server is blamed.
/// </summary>
public sealed class ResponseHeadLimitTests : IAsyncDisposable
{
    private const int Kibi = 1_024;
    private const int Many = 8;

    private static readonly int LongestHeadKibi = 1_024;
    private static readonly string[] Ids = ["s1", "s2", "s3"];

    private readonly List<TcpTestServer> _servers = [];
    private int _requests;
    private string _fields = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [BothPaths("1.0", 300, 10)]
    [BothPaths("1.0", 20, 10 * Kibi)]
    [BothPaths("1.1", 300, 10)]
    [BothPaths("2.0", 300, 10)]
    [BothPaths("1.1", 5_000, 10)]
    [BothPaths("2.0", 5_000, 10)]
    [BothPaths("1.1", 20, 10 * Kibi)]
    [BothPaths("2.0", 20, 10 * Kibi)]
    public async Task Get_HeadWithinTheLimit_Passes(ForwardingPath path, string version, int count, int length)
    {
        _fields = Fields(count, length);
        await using var cluster = await StartAsync(path);

        using var response = await SendAsync(cluster, version, "key");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(count, response.Headers.NonValidated.Count(field => field.Key.StartsWith("x-", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [BothPaths("1.0", 300, Kibi)]
    [BothPaths("1.1", 300, Kibi)]
    [BothPaths("2.0", 300, Kibi)]
    [BothPaths("1.1", 1, 300 * Kibi)]
    [BothPaths("2.0", 1, 300 * Kibi)]
    public async Task Get_HeadBeyondTheLimit_Is502OnceAndNoServersFault(ForwardingPath path, string version, int count, int length)
    {
        _fields = Fields(count, length);
        await using var cluster = await StartAsync(
            path, ("Gateway:ProxyStatus", "true"), ("Gateway:Health:ConsecutiveFailures", "1"), ("Gateway:Health:Ejection", "00:01:00"));

        for (var i = 0; i < Many; i++)
        {
            using var response = await SendAsync(cluster, version, $"key-{i}");
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.Contains(
                "; error=http_response_header_section_size",
                Assert.Single(response.Headers.GetValues("Proxy-Status")),
                StringComparison.Ordinal);
        }

        Assert.Equal(Many, Volatile.Read(ref _requests));
        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.All(Ids, id => Assert.True(stats.IsHealthy(id)));
    }

    [Theory]
    [BothPaths("1.1")]
    [BothPaths("2.0")]
    public async Task Get_LimitIsSet_Holds(ForwardingPath path, string version)
    {
        _fields = Fields(10, Kibi);
        await using var cluster = await StartAsync(path, ("Gateway:Limits:ResponseHeadBytes", "8192"));

        using var response = await SendAsync(cluster, version, "key");

        await response.AssertProblemAsync(HttpStatusCode.BadGateway);
    }

    private static string Fields(int count, int length) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}\r\n"));

    private async Task<TestCluster> StartAsync(ForwardingPath path, params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(path, settings);
        foreach (var id in Ids)
        {
            var server = new TcpTestServer(async (stream, stop) =>
            {
                while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
                {
                    Interlocked.Increment(ref _requests);
                    await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\n{_fields}Content-Length: 0\r\n\r\n", stop);
                }
            });
            _servers.Add(server);
            await cluster.ApplyAsync(Changes.Join(id, url: server.Url));
        }

        return cluster;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestCluster cluster, string version, string key)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxResponseHeadersLength = LongestHeadKibi });
        using var request = new HttpRequestMessage(HttpMethod.Get, cluster.Gateway.Address)
        {
            Version = new(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add(GatewayHost.KeyHeader, key);
        return await client.SendAsync(request, Token);
    }
}
