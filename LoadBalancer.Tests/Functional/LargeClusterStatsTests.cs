using System.Diagnostics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests <c>/stats</c> with so many servers that a response serves all who ask within a second.</summary>
public sealed class LargeClusterStatsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("?window=1m")]
    public async Task Stats_OfManyServers_IsComputedOnceASecondAndCatchesUp(string query)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        for (var i = 0; i < StatsReports.Few; i++)
        {
            await cluster.Registry.ApplyAsync(Changes.Join($"m{i}", url: "http://127.0.0.1:1"), Token);
            await cluster.Registry.ApplyAsync(new MembershipChange.SetState(new($"m{i}"), ServerState.Draining), Token);
        }

        await Eventually.TrueAsync(
            "all others have joined and drain",
            () => cluster.Gateway.Snapshot is { Membership.Servers.Length: StatsReports.Few + 1, UsableCount: 1 },
            Patience);

        var began = Stopwatch.GetTimestamp();
        var first = (await Stats.ReadAsync(cluster.Gateway, query)).Total;
        await cluster.GetAsync("key");
        var second = (await Stats.ReadAsync(cluster.Gateway, query)).Total;

        Assert.Equal(0, first);
        Assert.True(second == 0 || Stopwatch.GetElapsedTime(began) >= StatsReports.Freshness);
        await Eventually.TrueAsync(
            "the request is counted", async () => (await Stats.ReadAsync(cluster.Gateway, query)).Total == 1, Patience);
    }
}
