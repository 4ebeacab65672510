using System.Net;
using System.Text;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

public class FailoverTests : ForwardingTests
{
    public FailoverTests()
        : this(relays: true)
    {
    }

    private protected FailoverTests(bool relays)
        : base(relays)
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_OwnerRefusesTheConnection_IsAnsweredByTheNextDistinctCandidate()
    {
        await using var cluster = await Clusters.StartWithServersAsync(3);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        foreach (var next in (string[])["s1", "s2", "s3"])
        {
            Assert.Equal(next, await cluster.GetAsync(await cluster.KeyForAsync("dead", next)));
        }
    }

    [Fact]
    public async Task Post_OwnerDoesNotTakeTheConnectionInTime_ReachesTheNextCandidate()
    {
        await using var cluster = await Clusters.StartAsync(("Gateway:ConnectTimeout", "00:00:00.100"));
        var alive = await cluster.AddServerAsync("alive");
        using var silent = new SilentPort();
        await cluster.ApplyAsync(Changes.Join("silent", url: silent.Url));

        using var content = new StringContent("body");
        using var response = await cluster.Gateway.SendAsync(HttpMethod.Post, "/", await cluster.KeyForAsync("silent", "alive"), content, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, alive.Requests);
        Assert.Equal((0, 1), (await Stats.ReadAsync(cluster.Gateway)).Of("silent"));
    }

    [Fact]
    public async Task Get_TwoCandidatesRefuse_IsAnsweredByTheThird()
    {
        await using var cluster = await Clusters.StartWithServersAsync(3);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead-1", url: dead.Url));
        await cluster.ApplyAsync(Changes.Join("dead-2", url: dead.Url));

        Assert.Equal("s2", await cluster.GetAsync(await cluster.KeyForAsync("dead-2", "dead-1", "s2")));
    }

    [Fact]
    public async Task Post_OwnerRefusesTheConnection_ReachesTheNextWithItsWholeBody()
    {
        await using var cluster = await Clusters.StartAsync();
        await cluster.AddServerAsync("alive", async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            await context.Response.WriteAsync($"{context.Request.Method} {await reader.ReadToEndAsync(context.RequestAborted)}");
        });
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));
        var body = new string('b', 300_000);

        using var content = new StringContent(body);
        using var response = await cluster.Gateway.SendAsync(HttpMethod.Post, "/", await cluster.KeyForAsync("dead", "alive"), content, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"POST {body}", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Get_OwnerRefusesTheConnection_CountsAFailureOfTheOwnerAndOneRequest()
    {
        await using var cluster = await Clusters.StartWithServersAsync(1);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        await cluster.GetAsync(await cluster.KeyForAsync("dead", "s1"));

        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal(1, stats.Total);
        Assert.Equal((0, 1), stats.Of("dead"));
        Assert.Equal((1, 0), stats.Of("s1"));
    }

    [Fact]
    public async Task Get_NoServers_Is503WithRetryAfter()
    {
        await using var cluster = await Clusters.StartAsync();

        await AssertNoServerAsync(cluster, "any");
    }

    [Fact]
    public async Task Get_AllServersDraining_Is503WithRetryAfter()
    {
        await using var cluster = await Clusters.StartWithServersAsync(2);
        await cluster.ApplyAsync(new MembershipChange.SetState("s1", ServerState.Draining));
        await cluster.ApplyAsync(new MembershipChange.SetState("s2", ServerState.Draining));

        await AssertNoServerAsync(cluster, "any");
    }

    [Fact]
    public async Task Get_AllServersRefuse_Is503WithRetryAfterAndEachFailsOnce()
    {
        await using var cluster = await Clusters.StartAsync();
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead-1", url: dead.Url));
        await cluster.ApplyAsync(Changes.Join("dead-2", url: dead.Url));

        await AssertNoServerAsync(cluster, "any");

        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal(1, stats.Of("dead-1").Failures);
        Assert.Equal(1, stats.Of("dead-2").Failures);
    }

    [Fact]
    public async Task Get_OwnerIsBackAfterItRefused_ReachesItAgain()
    {
        await using var cluster = await Clusters.StartWithServersAsync(1);
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
