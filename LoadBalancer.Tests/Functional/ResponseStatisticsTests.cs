using System.Text;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Tests the statistics of responses by status class: whether the response came from a server or the gateway, and from which server, on
/// each path through the gateway.
/// </summary>
public sealed class ResponseStatisticsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Versions => ["1.0", "1.1", "2.0"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Response_OfAServer_CountsForThatServerAsItsOwn(string version)
    {
        await using var cluster = await StartAsync(version);
        await cluster.AddServerAsync("s1", context =>
        {
            context.Response.StatusCode = int.Parse(context.Request.Query["status"]!, System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });

        foreach (var status in (int[])[200, 204, 304, 404, 500, 503])
        {
            Assert.Equal(status, await GetAsync(cluster, version, $"/?status={status}"));
        }

        var (servers, unplaced) = await ReadAsync(cluster, responses: 6);
        Assert.Equal(new ResponseCounts(new(0, 2, 1, 1, 2), default, ClientsLeft: 0), servers[new("s1")]);
        Assert.Equal(default, unplaced);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Response_InPlaceOfAServer_CountsForThatServerAsTheGateways(string version)
    {
        await using var cluster = await StartAsync(version);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        Assert.Equal(503, await GetAsync(cluster, version, "/"));

        var (servers, unplaced) = await ReadAsync(cluster, responses: 1);
        Assert.Equal(new ResponseCounts(default, new(0, 0, 0, 0, 1), ClientsLeft: 0), servers[new("dead")]);
        Assert.Equal(default, unplaced);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Response_WithoutAServer_CountsSeparately(string version)
    {
        await using var cluster = await StartAsync(version);

        Assert.Equal(503, await GetAsync(cluster, version, "/"));

        var (servers, unplaced) = await ReadAsync(cluster, responses: 1);
        Assert.Empty(servers);
        Assert.Equal(new ResponseCounts(default, new(0, 0, 0, 0, 1), ClientsLeft: 0), unplaced);
    }

    [Fact]
    public async Task Request_Malformed_CountsSeparatelyAsTheClientsFault()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        await using var stream = await cluster.Gateway.ConnectAsync(Token);

        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"), Token);

        var (servers, unplaced) = await ReadAsync(cluster, responses: 1);
        Assert.Empty(servers);
        Assert.Equal(new ResponseCounts(default, new(0, 0, 0, 1, 0), ClientsLeft: 0), unplaced);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Client_DisconnectsBeforeTheResponse_CountsForTheServer(string version)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await StartAsync(version);
        await cluster.AddServerAsync("s1", async context =>
        {
            arrived.TrySetResult();
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var request = GetAsync(cluster, version, "/", leaving.Token);
        await arrived.Task.WaitAsync(Patience, Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        var (servers, _) = await ReadAsync(cluster, responses: 1);
        Assert.Equal(new ResponseCounts(default, default, ClientsLeft: 1), servers[new("s1")]);
    }

    private static Task<TestCluster> StartAsync(string version) =>
        TestCluster.StartAsync(
            ("Kestrel:EndpointDefaults:Protocols", version == "2.0" ? "Http2" : "Http1"),
            ("Gateway:Retries:MaxAttempts", "1"),
            ("Gateway:AbortOnClose", "true"));

    private static async Task<int> GetAsync(TestCluster cluster, string version, string path, CancellationToken? stop = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await cluster.Gateway.Client.SendAsync(request, stop ?? Token);
        return (int)response.StatusCode;
    }

    /// <summary>Waits until the store holds the given number of responses, including those of clients that disconnected.</summary>
    private static async Task<(Dictionary<ServerId, ResponseCounts> Servers, ResponseCounts Unplaced)> ReadAsync(
        TestCluster cluster, int responses)
    {
        (Dictionary<ServerId, ResponseCounts> Servers, ResponseCounts Unplaced) read = default;
        await Eventually.TrueAsync(
            "the store has all responses",
            async () =>
            {
                var intervals = await cluster.Statistics.ReadAllAsync();
                var servers = intervals.SelectMany(interval => interval.Servers)
                    .GroupBy(entry => entry.Key, entry => entry.Value.Responses);
                read = (
                    servers.Select(server => KeyValuePair.Create(server.Key, ResponseCounts.Sum(server)))
                        .Where(server => server.Value != default)
                        .ToDictionary(),
                    ResponseCounts.Sum(intervals.Select(interval => interval.Unplaced)));
                return read.Servers.Values.Append(read.Unplaced).Sum(counts => counts.All.Total + counts.ClientsLeft) == responses;
            },
            Patience);
        return read;
    }
}
