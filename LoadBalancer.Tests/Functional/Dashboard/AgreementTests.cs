using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests what the dashboard says about gateways that place keys differently, with real gateways on its stores.</summary>
public sealed class AgreementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string> Policies => new()
    {
        { "Gateway:HashKey:0", "path", "path", "header:x-request-id, client-ip" },
        { "Gateway:SlowStart", "00:01:00", "00:01:00", "00:00:10" },
        { "Gateway:LoadFloor", "16", "16", "128" },
        { "Gateway:LoadFactor", "2", "2", "1.25" },
        { "Gateway:Algorithm", "Maglev", "Maglev", "Ring" },
        { "Gateway:Health:PanicThreshold", "0.25", "0.25", "0.5" },
        { "Gateway:TrustedProxies:0", "10.0.0.0/8", "10.0.0.0/8", "none" },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Gateways_SettingDiffers_DoNotAgreeAndTheSettingIsNamed(string key, string value, string one, string two)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await using var first = await StartAsync(host, "gateway-1", (key, value));
        await using var second = await StartAsync(host, "gateway-2");
        await host.WaitAsync("both gateways report", snapshot => snapshot.Gateways.Length == 2);

        var gateways = await (await host.GetAsync("/api/gateways")).ReadJsonAsync();

        Assert.False(gateways.GetProperty("agreed").GetBoolean());
        var difference = Assert.Single(gateways.GetProperty("differences").EnumerateArray());
        Assert.Equal(key.EndsWith(":0", StringComparison.Ordinal) ? key[..^2] : key, difference.GetProperty("setting").GetString());
        Assert.Equal(
            [(one, "gateway-1"), (two, "gateway-2")],
            difference.GetProperty("values").EnumerateArray()
                .Select(entry => (entry.GetProperty("value").GetString()!, entry.GetProperty("gateways")[0].GetString()!)));
    }

    [Fact]
    public async Task Gateways_SettingsAreEqualInOtherWords_Agree()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await using var first = await StartAsync(
            host, "gateway-1", ("Gateway:HashKey:0", "header:x-user"), ("Gateway:HashKey:1", "client-ip"));
        await using var second = await StartAsync(
            host, "gateway-2", ("Gateway:HashKey:0", "header:X-User"), ("Gateway:HashKey:1", "client-ip/64"));
        await host.WaitAsync("both gateways report", snapshot => snapshot.Gateways.Length == 2 && snapshot.GatewaysAgree);

        var gateways = await (await host.GetAsync("/api/gateways")).ReadJsonAsync();

        Assert.True(gateways.GetProperty("agreed").GetBoolean());
        Assert.Empty(gateways.GetProperty("differences").EnumerateArray());
        Assert.False(gateways.TryGetProperty("withoutPolicy", out _));
        Assert.Equal(PolicyOf(await Stats.ReadAsync(first)), PolicyOf(await Stats.ReadAsync(second)));
    }

    [Fact]
    public async Task Gateways_OneOfAnEarlierBuild_AgreeAndItIsNamed()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var digest = host.Get<ClusterView>().Current!.Cluster.Digest;
        await host.Get<IGatewayExchange>().ExchangeAsync(
            Reports.Of("earlier", await host.MembershipAsync(), digest), TimeSpan.FromHours(1), Token);
        await host.Get<IGatewayExchange>().ExchangeAsync(
            Reports.Of("now", await host.MembershipAsync(), digest, policy: [(PolicySettings.HashKey, "path")]),
            TimeSpan.FromHours(1),
            Token);
        await host.WaitAsync("both gateways are shown", snapshot => snapshot.Gateways.Length == 2);

        var gateways = await (await host.GetAsync("/api/gateways")).ReadJsonAsync();

        Assert.True(gateways.GetProperty("agreed").GetBoolean());
        Assert.Equal("earlier", Assert.Single(gateways.GetProperty("withoutPolicy").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Owner_GatewayReadsAnotherKey_IsNamedWithTheReason()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await using var first = await StartAsync(host, "gateway-1", ("Gateway:HashKey:0", "path"));
        await using var second = await StartAsync(host, "gateway-2", ("Gateway:HashKey:0", "host"));
        await host.WaitAsync(
            "both gateways report this membership",
            snapshot => snapshot.Gateways.Length == 2 && snapshot.Gateways.All(gateway => gateway.Divergence is null));

        var owner = await (await host.GetAsync("/api/ring/owner?key=k")).ReadJsonAsync();

        // Neither value is that of most gateways, so each is unusual.
        var elsewhere = owner.GetProperty("elsewhere").EnumerateArray().ToArray();
        Assert.Equal(["gateway-1", "gateway-2"], elsewhere.Select(one => one.GetProperty("gateway").GetString()));
        Assert.Equal(
            "its Gateway:HashKey is 'host', not 'path', so it may read another key from the same request",
            elsewhere[1].GetProperty("because").GetString());
    }

    [Fact]
    public async Task Gateways_DigestsDiffer_DoNotAgreeAtOnce()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var membership = await host.MembershipAsync();
        var digest = host.Get<ClusterView>().Current!.Cluster.Digest;
        foreach (var report in (GatewayReport[])[Reports.Of("g", membership, digest), Reports.Of("h", membership, "another")])
        {
            await host.Get<IGatewayExchange>().ExchangeAsync(report, TimeSpan.FromHours(1), Token);
        }

        await host.WaitAsync("both gateways are shown", snapshot => snapshot.Gateways.Length == 2);
        var gateways = await (await host.GetAsync("/api/gateways")).ReadJsonAsync();
        var ring = await (await host.GetAsync("/api/ring")).ReadJsonAsync();

        Assert.False(gateways.GetProperty("agreed").GetBoolean());
        Assert.False(ring.GetProperty("agreed").GetBoolean());
    }

    /// <summary>A clock that is ahead would let a newcomer take its steps too early, one that is behind too late.</summary>
    [Theory]
    [InlineData(3_600, "00:01:00", 0, 10)]
    [InlineData(7, "00:01:00", 0, 10)]
    [InlineData(-7, "00:09:00", 61, 20)]
    [InlineData(-3_600, "00:09:00", 61, 20)]
    public async Task Gateway_ClockIsWrong_GivesANewcomerTheSameWeightAsTheOthersDo(
        int seconds, string slowStart, int joinedSecondsAgo, int weight)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2, ("Gateway:SlowStart", slowStart));
        await using var wrong = await GatewayHost.StartAsync(
            cluster.Registry, cluster.Counters, cluster.Statistics, cluster.Exchange,
            services => services.AddSingleton<TimeProvider>(new ShiftedTimeProvider(TimeSpan.FromSeconds(seconds))),
            ("Gateway:SlowStart", slowStart));

        await cluster.ApplyAsync(new MembershipChange.Join(
            new("s3"), "http://s3.test", Weight: null, Instance: null, TimeProvider.System.GetUtcNow().AddSeconds(-joinedSecondsAgo)));
        await wrong.FollowAsync(cluster.Gateway.Snapshot.Membership.Version);

        Assert.Equal([100, 100, weight], cluster.Gateway.Snapshot.Placement.Members.Select(member => member.Weight));
        Assert.Equal([100, 100, weight], wrong.Snapshot.Placement.Members.Select(member => member.Weight));
    }

    private static string? PolicyOf(Stats stats) => stats.Json.GetProperty("ring").GetProperty("policy").GetString();

    private static Task<GatewayHost> StartAsync(DashboardHost host, string id, params (string Key, string Value)[] settings) =>
        GatewayHost.StartAsync(
            host.Registry, host.Counters, host.Get<IStatisticsStore>(), host.Get<IGatewayExchange>(),
            [("Gateway:Id", id), .. settings]);
}
