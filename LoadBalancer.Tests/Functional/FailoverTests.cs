using System.Net;
using System.Text;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

public sealed class FailoverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths]
    public async Task Get_OwnerRefusesTheConnection_IsServedByTheNextDistinctCandidate(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 3);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        foreach (var next in (string[])["s1", "s2", "s3"])
        {
            Assert.Equal(next, await cluster.GetAsync(await cluster.KeyForAsync("dead", next)));
        }
    }

    [Theory]
    [BothPaths]
    public async Task Post_OwnerDoesNotAcceptTheConnectionInTime_ReachesTheNextCandidate(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path, ("Gateway:ConnectTimeout", "00:00:00.100"));
        var alive = await cluster.AddServerAsync("alive");
        using var silent = new SilentPort();
        await cluster.ApplyAsync(Changes.Join("silent", url: silent.Url));

        using var content = new StringContent("body");
        using var response = await cluster.Gateway.SendAsync(
            HttpMethod.Post, "/", await cluster.KeyForAsync("silent", "alive"), content, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, alive.Requests);
        Assert.Equal((0, 1), (await Stats.ReadAsync(cluster.Gateway)).Of("silent"));
    }

    [Theory]
    [BothPaths]
    public async Task Get_TwoCandidatesRefuse_IsServedByTheThird(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 3);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead-1", url: dead.Url));
        await cluster.ApplyAsync(Changes.Join("dead-2", url: dead.Url));

        Assert.Equal("s2", await cluster.GetAsync(await cluster.KeyForAsync("dead-2", "dead-1", "s2")));
    }

    [Theory]
    [BothPaths]
    public async Task Post_OwnerRefusesTheConnection_ReachesTheNextWithItsWholeBody(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        await cluster.AddServerAsync("alive", async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            await context.Response.WriteAsync($"{context.Request.Method} {await reader.ReadToEndAsync(context.RequestAborted)}");
        });
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));
        var body = new string('b', 300_000);

        using var content = new StringContent(body);
        using var response = await cluster.Gateway.SendAsync(
            HttpMethod.Post, "/", await cluster.KeyForAsync("dead", "alive"), content, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"POST {body}", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [BothPaths]
    public async Task Get_OwnerRefusesTheConnection_CountsAFailureOfTheOwnerAndOneRequest(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 1);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        await cluster.GetAsync(await cluster.KeyForAsync("dead", "s1"));

        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal(1, stats.Total);
        Assert.Equal((0, 1), stats.Of("dead"));
        Assert.Equal((1, 0), stats.Of("s1"));
    }

    [Theory]
    [BothPaths]
    public async Task Get_NoServers_Is503WithRetryAfter(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);

        await AssertNoServerAsync(cluster, "any");
    }

    [Theory]
    [BothPaths]
    public async Task Get_AllServersDraining_Is503WithRetryAfter(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 2);
        await cluster.ApplyAsync(new MembershipChange.SetState(new("s1"), ServerState.Draining));
        await cluster.ApplyAsync(new MembershipChange.SetState(new("s2"), ServerState.Draining));

        await AssertNoServerAsync(cluster, "any");
    }

    [Theory]
    [BothPaths]
    public async Task Get_AllServersRefuse_Is503WithRetryAfterAndEachFailsOnce(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead-1", url: dead.Url));
        await cluster.ApplyAsync(Changes.Join("dead-2", url: dead.Url));

        await AssertNoServerAsync(cluster, "any");

        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal(1, stats.Of("dead-1").Failures);
        Assert.Equal(1, stats.Of("dead-2").Failures);
    }

    [Theory]
    [BothPaths]
    public async Task Get_OwnerIsBackAfterItRefused_ReachesItAgain(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 1);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("back", url: dead.Url));
        var key = await cluster.KeyForAsync("back", "s1");
        Assert.Equal("s1", await cluster.GetAsync(key));

        await using var alive = await HttpTestServer.StartAsync("back");
        await cluster.ApplyAsync(Changes.Join("back", url: alive.Url));

        Assert.Equal("back", await cluster.GetAsync(key));
        Assert.True((await Stats.ReadAsync(cluster.Gateway)).IsHealthy("back"));
    }

    private static async Task AssertNoServerAsync(TestCluster cluster, string key)
    {
        using var response = await cluster.Gateway.GetAsync("/", key, Token);

        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }
}
