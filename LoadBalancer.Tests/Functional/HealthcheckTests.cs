using System.Net;
using System.Text.Json.Nodes;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

public sealed class HealthcheckTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Healthcheck_ServerIsUsable_Is200()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2);
        await cluster.ApplyAsync(new MembershipChange.SetState(new("s2"), ServerState.Draining));

        await AssertAsync(
            cluster, HttpStatusCode.OK, """{"status":"Healthy","servers":2,"usable":1,"store":"connected","membership":"current"}""");
    }

    [Fact]
    public async Task Healthcheck_NoServerHasJoined_Is503()
    {
        await using var cluster = await TestCluster.StartAsync();
        await Eventually.TrueAsync(
            "the store is reached", async () => (await TextAsync(cluster)).Contains("connected", StringComparison.Ordinal), Patience);

        await AssertAsync(
            cluster,
            HttpStatusCode.ServiceUnavailable,
            """
            {"status":"Unhealthy","servers":0,"usable":0,"store":"connected","membership":"current","reason":"No server has joined."}
            """);
        Assert.Contains("No server is available: none is known yet.", await RejectionAsync(cluster), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthcheck_AllServersHaveLeft_Is503AndReportsIt()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.ApplyAsync(Changes.Join("a"));
        await cluster.ApplyAsync(Changes.Join("b"));
        await cluster.ApplyAsync(new MembershipChange.Leave(new("a")));
        await cluster.ApplyAsync(new MembershipChange.Leave(new("b")));

        var reason = JsonNode.Parse(await TextAsync(cluster))!["reason"]!.GetValue<string>();
        Assert.Matches("^All servers have left or expired; the last one at 20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z\\.$", reason);
        Assert.Contains("No server is available: all have left or expired.", await RejectionAsync(cluster), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthcheck_AllServersHadLeftBeforeTheGatewayStarted_Is503AndReportsIt()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.ApplyAsync(Changes.Join("a"));
        await cluster.ApplyAsync(new MembershipChange.Leave(new("a")));
        await using var late = await cluster.StartGatewayAsync();
        await late.FollowAsync(2);

        using var response = await late.GetAsync("/healthcheck", key: null, Token);

        Assert.Contains("All servers have left or expired.", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthcheck_AllServersDraining_Is503()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        await cluster.ApplyAsync(new MembershipChange.SetState(new("s1"), ServerState.Draining));

        await AssertAsync(
            cluster,
            HttpStatusCode.ServiceUnavailable,
            """{"status":"Unhealthy","servers":1,"usable":0,"store":"connected","membership":"current","reason":"""
            + "\"No server accepts new requests.\"}");
    }

    [Fact]
    public async Task Healthcheck_RegistryUnreachable_StaysHealthyAndReportsIt()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);

        cluster.Registry.IsUnreachable = true;
        await Eventually.TrueAsync(
            "the gateway notices", async () => (await TextAsync(cluster)).Contains("out of reach", StringComparison.Ordinal), Patience);
        await AssertAsync(
            cluster,
            HttpStatusCode.OK,
            """{"status":"Healthy","servers":1,"usable":1,"store":"out of reach","membership":"last known","storeReason":"""
            + "\"The registry does not respond.\"}");
        Assert.Equal("s1", await cluster.GetAsync("key"));

        cluster.Registry.IsUnreachable = false;
        await Eventually.TrueAsync(
            "the gateway notices", async () => (await TextAsync(cluster)).Contains("connected", StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Healthcheck_StoreAcceptsNoWrites_SaysSo()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);

        cluster.Registry.Failure = new StoreException(
            StoreCondition.NotWritable, "READONLY This Redis is a replica.", new InvalidOperationException());
        await Eventually.TrueAsync(
            "the gateway notices", async () => (await TextAsync(cluster)).Contains("not writable", StringComparison.Ordinal), Patience);

        await AssertAsync(
            cluster,
            HttpStatusCode.OK,
            """{"status":"Healthy","servers":1,"usable":1,"store":"not writable","membership":"last known","storeReason":"""
            + "\"READONLY This Redis is a replica.\"}");
    }

    [Fact]
    public async Task Healthcheck_BackgroundLoopHasAFault_ShowsItAndTheStoreStaysConnected()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);

        cluster.Registry.Failure = new InvalidOperationException("a bug");
        await Eventually.TrueAsync(
            "the gateway notices", async () => (await TextAsync(cluster)).Contains("\"fault\"", StringComparison.Ordinal), Patience);

        var health = JsonNode.Parse(await TextAsync(cluster))!;
        Assert.Equal(("connected", "Healthy"), ((string)health["store"]!, (string)health["status"]!));
        Assert.EndsWith(": InvalidOperationException: a bug", (string)health["fault"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthcheck_Requested_IsNotCountedAsARequest()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);

        await TextAsync(cluster);

        Assert.Equal(0, (await Stats.ReadAsync(cluster.Gateway)).Total);
        Assert.Equal(0, cluster.Server("s1").Requests);
    }

    private static async Task<string> TextAsync(TestCluster cluster)
    {
        using var response = await cluster.Gateway.GetAsync("/healthcheck", key: null, Token);
        return await response.Content.ReadAsStringAsync(Token);
    }

    private static async Task<string> RejectionAsync(TestCluster cluster)
    {
        using var response = await cluster.Gateway.GetAsync("/", "key", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Token);
    }

    private static async Task AssertAsync(TestCluster cluster, HttpStatusCode status, string body)
    {
        using var response = await cluster.Gateway.GetAsync("/healthcheck", key: null, Token);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.AsObject();
        Assert.True(json.Remove("storeSince", out var since));
        Assert.True(since!.GetValue<DateTimeOffset>() > DateTimeOffset.UnixEpoch);
        Assert.Equal(body, json.ToJsonString());
    }
}
