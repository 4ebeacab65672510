using System.Text.Json;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

public sealed class StatsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stats_OfAnyCluster_HasExactlyTheDocumentedProperties()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2);
        await cluster.ApplyAsync(new MembershipChange.SetState(new("s2"), ServerState.Draining));
        await cluster.GetAsync("key");

        var json = (await Stats.ReadAsync(cluster.Gateway)).Json;

        Assert.Equal("total:Number ring:Object servers:Array source:String", ShapeOf(json));
        Assert.Equal("version:Number digest:String policy:String algorithm:String points:Number", ShapeOf(json.GetProperty("ring")));
        Assert.All(json.GetProperty("servers").EnumerateArray(), server => Assert.Equal(
            "id:String url:String weight:Number state:String healthy:True requests:Number share:Number failures:Number inFlight:Number",
            ShapeOf(server)));
    }

    [Fact]
    public async Task Stats_OfAnyCluster_ReportsThePlacement()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2);
        await cluster.ApplyAsync(new MembershipChange.SetWeight(new("s1"), 20));
        await cluster.ApplyAsync(new MembershipChange.SetState(new("s2"), ServerState.Draining));

        var stats = await Stats.ReadAsync(cluster.Gateway);

        var ring = stats.Json.GetProperty("ring");
        Assert.Equal(4, ring.GetProperty("version").GetInt64());
        Assert.Equal("Ring", ring.GetProperty("algorithm").GetString());
        Assert.Equal(cluster.Gateway.Snapshot.Placement.PointCount, ring.GetProperty("points").GetInt32());
        Assert.Matches("^[0-9a-f]{16}$", stats.Digest);
        Assert.Equal(
            ["s1", "s2"], stats.Json.GetProperty("servers").EnumerateArray().Select(server => server.GetProperty("id").GetString()!));
        Assert.Equal(cluster.Server("s1").Url, stats.Server("s1").GetProperty("url").GetString());
        Assert.Equal(20, stats.Server("s1").GetProperty("weight").GetInt32());
        Assert.Equal("active", stats.Server("s1").GetProperty("state").GetString());
        Assert.Equal("draining", stats.Server("s2").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Stats_AfterOwnRequests_AreExactAtOnce()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(3);

        for (var sent = 1; sent <= 100; sent++)
        {
            await cluster.GetAsync($"key-{sent}");
            Assert.Equal(sent, (await Stats.ReadAsync(cluster.Gateway)).Total);
        }

        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.All((string[])["s1", "s2", "s3"], id =>
        {
            Assert.Equal(cluster.Server(id).Requests, stats.Of(id).Requests);
            Assert.Equal(cluster.Server(id).Requests / 100.0, stats.Server(id).GetProperty("share").GetDouble(), precision: 9);
        });
    }

    [Fact]
    public async Task Stats_OfACluster_CountDepartedServersOnlyInTheTotal()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2);
        await cluster.GetAsync(await cluster.KeyForAsync("s1"));
        await cluster.GetAsync(await cluster.KeyForAsync("s2"));

        await cluster.ApplyAsync(new MembershipChange.Leave(new("s1")));

        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal(2, stats.Total);
        Assert.Equal("s2", Assert.Single(stats.Json.GetProperty("servers").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(1, stats.Of("s2").Requests);
        Assert.Equal(0.5, stats.Server("s2").GetProperty("share").GetDouble());
    }

    [Fact]
    public async Task Stats_WhileARequestIsServed_CountItInFlight()
    {
        await using var cluster = await TestCluster.StartAsync();
        var response = new TaskCompletionSource();
        await cluster.AddServerAsync("slow", async context =>
        {
            await response.Task;
            await context.Response.WriteAsync("done");
        });

        var pending = cluster.GetAsync("key");
        await Eventually.TrueAsync("the request is in flight", async () => await InFlightAsync(cluster) == 1, Patience);
        response.SetResult();
        await pending;

        await Eventually.TrueAsync("the request has ended", async () => await InFlightAsync(cluster) == 0, Patience);
    }

    [Fact]
    public async Task Stats_StoreUnreachable_AreLocalAndExactAndLaterClusterWide()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        await cluster.GetAsync("before");
        await SourceIsAsync(cluster, "cluster");

        cluster.Counters.IsUnreachable = true;
        await cluster.GetAsync("meanwhile");
        await SourceIsAsync(cluster, "local");
        Assert.Equal(2, (await Stats.ReadAsync(cluster.Gateway)).Total);

        cluster.Counters.IsUnreachable = false;
        await SourceIsAsync(cluster, "cluster");
        Assert.Equal(2, (await Stats.ReadAsync(cluster.Gateway)).Total);
        Assert.Equal(2, (await cluster.Counters.ReadTotalsAsync(Token))[new("s1")].Requests);
    }

    [Fact]
    public async Task Stats_StopOfTheGateway_SendsTheLastCountsFirst()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, ("Gateway:CountInterval", "00:01:00"));
        await cluster.GetAsync("key");

        await cluster.Gateway.DisposeAsync();

        Assert.Equal(1, (await cluster.Counters.ReadTotalsAsync(Token))[new("s1")].Requests);
    }

    private static Task SourceIsAsync(TestCluster cluster, string source) => Eventually.TrueAsync(
        $"the source of counts is {source}",
        async () => string.Equals((await Stats.ReadAsync(cluster.Gateway)).Source, source, StringComparison.Ordinal),
        Patience);

    private static async Task<int> InFlightAsync(TestCluster cluster) =>
        (await Stats.ReadAsync(cluster.Gateway)).Server("slow").GetProperty("inFlight").GetInt32();

    private static string ShapeOf(JsonElement json) =>
        string.Join(' ', json.EnumerateObject().Select(property => $"{property.Name}:{property.Value.ValueKind}"));
}
