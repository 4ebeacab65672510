using System.Net;
using System.Text.Json;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard;

public sealed class RingApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ring_Requested_HasSharesThatSumToOne()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        var ring = await JsonAsync(await host.GetAsync("/api/ring"));

        Assert.Equal("Ring", ring.GetProperty("algorithm").GetString());
        Assert.Equal(1_500, ring.GetProperty("points").GetInt32());
        Assert.True(ring.GetProperty("agreed").GetBoolean());
        var servers = ring.GetProperty("servers").EnumerateArray().ToArray();
        Assert.Equal(1, servers.Sum(server => server.GetProperty("keyShare").GetDouble()), 9);
        Assert.All(servers, server => Assert.Equal(1 / 3.0, server.GetProperty("weightShare").GetDouble(), 9));
    }

    [Fact]
    public async Task Ring_OneServerDrains_ItsKeysCountForTheOthers()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var drained = await host.SendAsync("POST", "/api/ring/apply", """{"drain":["b"]}""");
        Assert.Equal(HttpStatusCode.OK, drained.StatusCode);
        await host.FollowAsync();

        var servers = (await JsonAsync(await host.GetAsync("/api/ring"))).GetProperty("servers").EnumerateArray()
            .ToDictionary(server => server.GetProperty("id").GetString()!);

        Assert.Equal([0.5, 0, 0.5], servers.OrderBy(server => server.Key, StringComparer.Ordinal)
            .Select(server => server.Value.GetProperty("expectedShare").GetDouble()));
        Assert.Equal(0, servers["b"].GetProperty("receivedShare").GetDouble());
        Assert.NotEqual(0, servers["b"].GetProperty("keyShare").GetDouble());
        Assert.Equal(1, servers.Values.Sum(server => server.GetProperty("receivedShare").GetDouble()), 9);
    }

    [Fact]
    public async Task Apply_OfEdits_ReturnsTheBodyThatTakesThemBack()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();
        var applied = await host.SendAsync(
            "POST",
            "/api/ring/apply",
            """
            {"servers":[{"id":"b","weight":7,"healthCheck":"tcp"},{"id":"d","url":"http://d.test"}],"remove":["a"],"drain":["c"],
            "algorithm":"Maglev"}
            """);
        var undo = (await JsonAsync(applied)).GetProperty("undo").GetRawText();
        Assert.Equal(
            $$"""
            {"servers":[{"id":"a","weight":100,"url":"{{before.Find(new("a"))!.Url}}","healthCheck":""},
            {"id":"b","weight":100,"healthCheck":""}],"remove":["d"],"activate":["c"],"algorithm":"Ring"}
            """.ReplaceLineEndings(""),
            undo);

        var undone = await JsonAsync(
            await host.SendAsync("POST", "/api/ring/apply", undo, ("If-Match", applied.Headers.ETag!.ToString())));

        Assert.True(undone.GetProperty("changed").GetBoolean());
        var after = await host.MembershipAsync();
        Assert.Equal(
            before.Servers.Select(server => (server.Id, server.Url, server.Weight, server.HealthCheck, server.State)),
            after.Servers.Select(server => (server.Id, server.Url, server.Weight, server.HealthCheck, server.State)));
        Assert.Equal(PlacementAlgorithm.Ring, after.Algorithm);
        using var stale = await host.SendAsync("POST", "/api/ring/apply", undo, ("If-Match", applied.Headers.ETag!.ToString()));
        await stale.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Owner_Requested_MatchesThePlacement()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var ring = Placement.Build(PlacementAlgorithm.Ring, Members("a", "b", "c"));

        for (var i = 0; i < 20; i++)
        {
            var response = await JsonAsync(await host.GetAsync($"/api/ring/owner?key=key-{i}%20%26"));

            Assert.Equal($"key-{i} &", response.GetProperty("key").GetString());
            Assert.Equal(
                ring.CandidateIds(KeyHash.Of($"key-{i} &")),
                response.GetProperty("candidates").EnumerateArray().Select(candidate => candidate.GetProperty("id").GetString()));
            Assert.Equal(ring.OwnerId(KeyHash.Of($"key-{i} &")), response.GetProperty("server").GetString());
            Assert.Equal("Owner", response.GetProperty("reason").GetString());
        }
    }

    [Fact]
    public async Task Owner_OwnerDrains_ReportsWhichServerGetsTheKeyAndWhy()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var candidates = Placement.Build(PlacementAlgorithm.Ring, Members("a", "b", "c")).CandidateIds(KeyHash.Of("k"));
        await host.Registry.ApplyAsync(new MembershipChange.SetState(new(candidates[0]), ServerState.Draining), Token);
        await host.FollowAsync();

        var response = await JsonAsync(await host.GetAsync("/api/ring/owner?key=k"));

        Assert.Equal(candidates[0], response.GetProperty("owner").GetString());
        Assert.Equal(candidates[1], response.GetProperty("server").GetString());
        Assert.Equal("OwnerDraining", response.GetProperty("reason").GetString());
        Assert.Contains(candidates[0], response.GetProperty("because").GetString(), StringComparison.Ordinal);
        Assert.Equal("draining", response.GetProperty("candidates")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Owner_NoServers_IsNone()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.WaitAsync("the store was read", _ => true);

        var response = await JsonAsync(await host.GetAsync("/api/ring/owner?key="));

        Assert.False(response.TryGetProperty("owner", out _));
        Assert.Equal("None", response.GetProperty("reason").GetString());
        Assert.Empty(response.GetProperty("candidates").EnumerateArray());
    }

    [Fact]
    public async Task Preview_Requested_ShowsTheEffectAndChangesNothing()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync("POST", "/api/ring/preview", """{"servers":[{"id":"d"}]}""");

        var json = await JsonAsync(response);
        Assert.Equal($"\"{before.Epoch}-{before.Version}\"", response.Headers.ETag?.ToString());
        Assert.Equal(json.GetProperty("moved").GetDouble(), json.GetProperty("least").GetDouble(), 0.005);
        Assert.Equal(0.25, json.GetProperty("moved").GetDouble(), 0.04);
        Assert.Equal(0, json.GetProperty("movedBetweenUnchanged").GetDouble());
        Assert.Equal(json.GetProperty("moved").GetDouble(), json.GetProperty("servers")[3].GetProperty("shareAfter").GetDouble(), 0.006);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Fact]
    public async Task Apply_PreviewedChanges_IsOneVersionWithItsAuthor()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        const string Edits = """
            {"servers":[{"id":"d","url":"http://d.test","weight":50},{"id":"a","weight":200}],"remove":["b"],"algorithm":"Rendezvous"}
            """;
        using var preview = await host.SendAsync("POST", "/api/ring/preview", Edits);

        using var response = await host.SendAsync("POST", "/api/ring/apply", Edits, ("If-Match", preview.Headers.ETag!.ToString()));
        using var again = await host.SendAsync("POST", "/api/ring/apply", Edits, ("If-Match", preview.Headers.ETag!.ToString()));

        Assert.True((await JsonAsync(response)).GetProperty("changed").GetBoolean());
        await again.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        var membership = await host.MembershipAsync();
        Assert.Equal(4, membership.Version);
        Assert.Equal(PlacementAlgorithm.Rendezvous, membership.Algorithm);
        Assert.Equal([("a", 200), ("c", 100), ("d", 50)], membership.Servers.Select(server => (server.Id.Value, server.Weight)));
        var events = await host.Get<IEventLog>().ReadAsync(10, Token);
        Assert.Equal(4, events.Count(happened => string.Equals(happened.By, "local", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Preview_Drain_ReportsWhichServersGetTheKeys()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        var json = await JsonAsync(await host.SendAsync("POST", "/api/ring/preview", """{"drain":["b"]}"""));

        var servers = json.GetProperty("servers").EnumerateArray().ToArray();
        Assert.Equal(["active", "draining", "active"], servers.Select(server => server.GetProperty("stateAfter").GetString()));
        Assert.All(servers, server => Assert.Equal("active", server.GetProperty("stateBefore").GetString()));
        Assert.Equal(0, servers[1].GetProperty("shareAfter").GetDouble());
        Assert.Equal(1, servers.Sum(server => server.GetProperty("shareAfter").GetDouble()), 9);
        Assert.Equal(servers[1].GetProperty("shareBefore").GetDouble(), json.GetProperty("moved").GetDouble(), 0.01);
    }

    [Fact]
    public async Task Apply_DrainActivateAndMore_IsOneVersion()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await host.SendAsync("POST", "/api/servers/c/drain");
        var before = await host.MembershipAsync();

        const string Edits = """{"drain":["a"],"activate":["c"],"servers":[{"id":"b","weight":70}]}""";
        using var response = await host.SendAsync("POST", "/api/ring/apply", Edits);

        Assert.True((await JsonAsync(response)).GetProperty("changed").GetBoolean());
        var membership = await host.MembershipAsync();
        Assert.Equal(before.Version + 1, membership.Version);
        Assert.Equal([ServerState.Draining, ServerState.Active, ServerState.Active], membership.Servers.Select(server => server.State));
        Assert.Equal(70, membership.Find(new("b"))!.Weight);
    }

    [Theory]
    [InlineData("""{"drain":["nobody"]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"activate":["nobody"],"drain":["a"]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"drain":["a"],"activate":["a"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"drain":["not allowed"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"activate":[null]}""", HttpStatusCode.BadRequest)]
    public async Task Apply_DrainThatIsNotAllowed_ChangesNothing(string edits, HttpStatusCode status)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync("POST", "/api/ring/apply", edits);

        await response.AssertProblemAsync(status);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Theory]
    [InlineData("maglev")]
    [InlineData("Ketama")]
    public async Task Algorithm_Put_IsInEffectAndIdempotent(string algorithm)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var first = await host.SendAsync("PUT", "/api/ring/algorithm", $$"""{"algorithm":"{{algorithm}}"}""");
        using var second = await host.SendAsync("PUT", "/api/ring/algorithm", $$"""{"algorithm":"{{algorithm}}"}""");

        Assert.True((await JsonAsync(first)).GetProperty("changed").GetBoolean());
        Assert.False((await JsonAsync(second)).GetProperty("changed").GetBoolean());
        await host.FollowAsync();
        Assert.Equal(algorithm, (await JsonAsync(await host.GetAsync("/api/ring"))).GetProperty("algorithm").GetString(), ignoreCase: true);
    }

    private static PlacementMember[] Members(params string[] ids) => [.. ids.Select(id => new PlacementMember(id, 100))];

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return await response.ReadJsonAsync();
    }
}
