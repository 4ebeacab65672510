using System.Net;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

public sealed class MembershipChangeTests : IAsyncLifetime
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 200).Select(i => $"request-{i}")];

    private TestCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartWithServersAsync(3);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Join_AtRunTime_TakesItsOwnKeysAndNoOthers()
    {
        var before = await PlacementsAsync();

        await _cluster.AddServerAsync("s4");

        var after = await PlacementsAsync();
        var moved = Keys.Where(key => !string.Equals(before[key], after[key], StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(moved);
        Assert.All(moved, key => Assert.Equal("s4", after[key]));
        await AssertAsOnTheRingAsync(after);
    }

    [Fact]
    public async Task Leave_AtRunTime_MovesItsOwnKeysAndNoOthers()
    {
        var before = await PlacementsAsync();

        await _cluster.ApplyAsync(new MembershipChange.Leave(new("s2")));

        var after = await PlacementsAsync();
        Assert.DoesNotContain("s2", after.Values);
        Assert.All(Keys.Where(key => before[key] is not "s2"), key => Assert.Equal(before[key], after[key]));
        await AssertAsOnTheRingAsync(after);
    }

    [Fact]
    public async Task Drain_AtRunTime_SendsItsKeysToTheirNextCandidates()
    {
        var ownKey = await _cluster.KeyForAsync("s2", "s3");
        var otherKey = await _cluster.KeyForAsync("s1");
        await _cluster.ApplyAsync(new MembershipChange.SetState(new("s2"), ServerState.Draining));

        Assert.Equal("s3", await _cluster.GetAsync(ownKey));
        Assert.Equal("s1", await _cluster.GetAsync(otherKey));

        await _cluster.ApplyAsync(new MembershipChange.SetState(new("s2"), ServerState.Active));
        Assert.Equal("s2", await _cluster.GetAsync(ownKey));
    }

    [Fact]
    public async Task Reweight_AtRunTime_PlacesByTheNewWeights()
    {
        var before = await PlacementsAsync();

        await _cluster.ApplyAsync(new MembershipChange.SetWeight(new("s1"), 500));

        var after = await PlacementsAsync();
        await AssertAsOnTheRingAsync(after);
        Assert.All(
            Keys.Where(key => !string.Equals(before[key], after[key], StringComparison.Ordinal)), key => Assert.Equal("s1", after[key]));
        Assert.True(after.Values.Count(id => id is "s1") > before.Values.Count(id => id is "s1"));
    }

    [Fact]
    public async Task Rejoin_AtAnotherUrl_MovesTheServerWithItsKeys()
    {
        await using var moved = await HttpTestServer.StartAsync("s2 elsewhere");
        var key = await _cluster.KeyForAsync("s2");
        Assert.Equal("s2", await _cluster.GetAsync(key));
        var requests = _cluster.Server("s2").Requests;

        await _cluster.ApplyAsync(Changes.Join("s2", url: moved.Url));

        Assert.Equal("s2 elsewhere", await _cluster.GetAsync(key));
        Assert.Equal(requests, _cluster.Server("s2").Requests);
    }

    [Fact]
    public async Task Drain_OfTheOnlyServer_StopsItsRequests()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        Assert.Equal("s1", await cluster.GetAsync("key"));

        await cluster.ApplyAsync(new MembershipChange.SetState(new("s1"), ServerState.Draining));
        for (var i = 0; i < 10; i++)
        {
            using var response = await cluster.Gateway.GetAsync("/", $"key-{i}", Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        Assert.Equal(1, cluster.Server("s1").Requests);
    }

    private async Task<Dictionary<string, string>> PlacementsAsync()
    {
        var placements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var few in Keys.Chunk(LoadBound.DefaultFloor / 4))
        {
            // Send so few requests at once that no server is skipped for its load.
            var responses = await Task.WhenAll(few.Select(_cluster.GetAsync));
            foreach (var (key, server) in few.Zip(responses))
            {
                placements.Add(key, server);
            }
        }

        return placements;
    }

    private async Task AssertAsOnTheRingAsync(Dictionary<string, string> placements)
    {
        foreach (var (key, server) in placements)
        {
            Assert.Equal(await _cluster.OwnerAsync(key), server);
        }
    }
}
