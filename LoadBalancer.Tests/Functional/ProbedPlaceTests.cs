using System.Collections.Concurrent;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests which endpoint the gateway probes on a server that has its own health check.</summary>
public sealed class ProbedPlaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly (string Key, string Value)[] Probes =
    [
        ("Gateway:Health:Interval", "00:00:00.100"),
        ("Gateway:Health:Timeout", "00:00:00.300"),
    ];

    [Fact]
    public async Task Server_WithItsOwnHealthCheck_IsProbedThere()
    {
        var paths = new ConcurrentQueue<string>();
        await using var cluster = await TestCluster.StartWithServersAsync(1, Probes);
        await using var server = await HttpTestServer.StartAsync("own", context =>
        {
            paths.Enqueue(context.Request.Path + context.Request.QueryString);
            context.Response.StatusCode = context.Request.Path == "/ready" ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await cluster.ApplyAsync(Changes.Join("own") with { Url = server.Url, HealthCheck = "/ready" });

        await Eventually.TrueAsync("it is probed a few times", () => paths.Count > 2, Patience);

        Assert.Equal(["/ready"], paths.Distinct());
        await UntilAsync(cluster, "own", healthy: true);
    }

    [Fact]
    public async Task Server_WithTheHealthCheckTcp_IsHealthyWhileItAcceptsConnections()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, Probes);
        var read = new ConcurrentQueue<int>();
        var server = new TcpTestServer(async (stream, stop) => read.Enqueue(await stream.ReadAsync(new byte[1], stop)));
        await cluster.ApplyAsync(Changes.Join("bare") with { Url = server.Url, HealthCheck = ServerRules.TcpHealthCheck });

        await Eventually.TrueAsync("it is probed a few times", () => read.Count > 2, Patience);
        Assert.All(read, bytes => Assert.Equal(0, bytes));
        await UntilAsync(cluster, "bare", healthy: true);

        await server.DisposeAsync();

        await UntilAsync(cluster, "bare", healthy: false);
    }

    private static Task UntilAsync(TestCluster cluster, string id, bool healthy) => Eventually.TrueAsync(
        $"{id} is found {(healthy ? "healthy" : "unhealthy")}",
        () =>
        {
            var (membership, health) = (cluster.Gateway.Snapshot.Membership, cluster.Gateway.Snapshot.Health);
            return health.IsHealthy(membership.IndexOf(new(id))) == healthy;
        },
        Patience);
}
