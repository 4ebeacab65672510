using System.Net;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard;

public sealed class ServerApiTests
{
    private const string Url = "http://10.0.0.7:8080";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every operation that changes a server, with a valid body.</summary>
    public static TheoryData<string, string, string?> Changing => new()
    {
        { "PUT", "/api/servers/a", $$"""{"url":"{{Url}}"}""" },
        { "PATCH", "/api/servers/a", """{"weight":7}""" },
        { "DELETE", "/api/servers/a", null },
        { "POST", "/api/servers/a/drain", null },
        { "POST", "/api/servers/a/activate", null },
        { "PUT", "/api/ring/algorithm", """{"algorithm":"Maglev"}""" },
        { "POST", "/api/ring/apply", """{"remove":["a"]}""" },
    };

    [Fact]
    public async Task List_Requested_HasMembersAndVersion()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var membership = await host.MembershipAsync();

        using var response = await host.GetAsync("/api/servers");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"\"{membership.Epoch}-3\"", response.Headers.ETag?.ToString());
        var json = await response.ReadJsonAsync();
        Assert.Equal(3, json.GetProperty("version").GetInt64());
        Assert.Equal(["a", "b", "c"], json.GetProperty("servers").EnumerateArray().Select(server => server.GetProperty("id").GetString()));
        Assert.Equal("active", json.GetProperty("servers")[0].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("/api/servers")]
    [InlineData("/api/servers/a")]
    [InlineData("/api/ring")]
    public async Task Get_VersionIsKnown_Is304(string path)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var first = await host.GetAsync(path);

        using var second = await host.GetAsync(path, ("If-None-Match", first.Headers.ETag!.ToString()));
        using var other = await host.GetAsync(path, ("If-None-Match", "\"other-1\""));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal("", await second.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Get_NoSuchServer_Is404()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.GetAsync("/api/servers/nobody");

        await response.AssertProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Put_NewServer_Is201AndRecordedWithItsAuthor()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync("PUT", "/api/servers/d", $$"""{"url":"{{Url}}/","weight":200}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/servers/d", response.Headers.Location?.ToString());
        var membership = await host.MembershipAsync();
        Assert.Equal($"\"{membership.Epoch}-4\"", response.Headers.ETag?.ToString());
        Assert.Equal((Url, 200), (membership.Find(new("d"))!.Url, membership.Find(new("d"))!.Weight));
        var recorded = (await host.Get<IEventLog>().ReadAsync(1, Token)).Single();
        Assert.Equal((ClusterEventKind.Joined, "d", "local"), (recorded.Kind, recorded.Server?.Value, recorded.By));
    }

    [Fact]
    public async Task Put_TheSameAgain_ChangesNothing()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var first = await host.SendAsync("PUT", "/api/servers/d", $$"""{"url":"{{Url}}","weight":200}""");

        using var second = await host.SendAsync("PUT", "/api/servers/d", $$"""{"url":"{{Url}}","weight":200}""");

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task Put_ServerThatRegisteredItself_KeepsItsLeaseAndState()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.Registry.RegisterAsync(Changes.Join("own", "process-1"), TimeSpan.FromMinutes(1), Token);
        await host.Registry.ApplyAsync(new MembershipChange.SetState(new("own"), ServerState.Draining), Token);

        using var response = await host.SendAsync("PUT", "/api/servers/own", """{"url":"http://own.test:8080","weight":50}""");

        var server = (await host.MembershipAsync()).Find(new("own"))!;
        Assert.Equal(("process-1", ServerState.Draining, 50), (server.Instance, server.State, server.Weight));
        Assert.Single(await host.Registry.ReadLeasesAsync(Token));
    }

    [Fact]
    public async Task Put_AnotherUrl_IsANewProcess()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await host.Registry.ApplyAsync(new MembershipChange.SetState(new("a"), ServerState.Draining), Token);

        using var response = await host.SendAsync("PUT", "/api/servers/a", $$"""{"url":"{{Url}}"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var server = (await host.MembershipAsync()).Find(new("a"))!;
        Assert.Equal((Url, ServerState.Active, 100), (server.Url, server.State, server.Weight));
    }

    [Fact]
    public async Task Patch_Weight_Changes()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync("PATCH", "/api/servers/b", """{"weight":300}""");

        Assert.Equal(300, (await response.EnsureSuccessStatusCode().ReadJsonAsync()).GetProperty("weight").GetInt32());
        Assert.Equal(300, (await host.MembershipAsync()).Find(new("b"))!.Weight);
    }

    [Fact]
    public async Task DrainAndActivate_Requested_ChangeTheStateOnce()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var drained = await host.SendAsync("POST", "/api/servers/b/drain");
        using var again = await host.SendAsync("POST", "/api/servers/b/drain");
        using var active = await host.SendAsync("POST", "/api/servers/b/activate");

        Assert.Equal("draining", (await drained.ReadJsonAsync()).GetProperty("state").GetString());
        Assert.Equal(drained.Headers.ETag, again.Headers.ETag);
        Assert.Equal("active", (await active.ReadJsonAsync()).GetProperty("state").GetString());
        Assert.Equal(5, (await host.MembershipAsync()).Version);
    }

    [Fact]
    public async Task Delete_Requested_RemovesTheServerAndThenIs404()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var first = await host.SendAsync("DELETE", "/api/servers/b");
        using var second = await host.SendAsync("DELETE", "/api/servers/b");

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        await second.AssertProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal(["a", "c"], (await host.MembershipAsync()).Servers.Select(server => server.Id.Value));
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task Change_StaleVersion_Is412AndChangesNothing(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var older = await host.SendAsync(method, path, body, ("If-Match", $"\"{before.Epoch}-{before.Version - 1}\""));
        using var foreign = await host.SendAsync(method, path, body, ("If-Match", $"\"other-{before.Version}\""));
        using var unknown = await host.SendAsync(method, path, body, ("If-Match", "nonsense"));

        await older.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        await foreign.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        await unknown.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task Change_CurrentVersionOrAny_Succeeds(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var read = await host.GetAsync("/api/ring");

        using var response = await host.SendAsync(method, path, body, ("If-Match", read.Headers.ETag!.ToString()));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task Change_StoreUnreachable_Is503AndChangesNothing(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();
        host.Registry.IsUnreachable = true;

        using var response = await host.SendAsync(method, path, body);

        var problem = await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains("unreachable", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Theory]
    [InlineData("PATCH", "/api/servers/nobody", """{"weight":7}""")]
    [InlineData("DELETE", "/api/servers/nobody", null)]
    [InlineData("POST", "/api/servers/nobody/drain", null)]
    [InlineData("POST", "/api/servers/nobody/activate", null)]
    [InlineData("POST", "/api/ring/apply", """{"remove":["nobody"]}""")]
    public async Task Change_NoSuchServer_Is404(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync(method, path, body);

        var problem = await response.AssertProblemAsync(HttpStatusCode.NotFound);
        Assert.Contains("nobody", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_HealthCheck_IsRecordedAndKeptUntilReplacedOrRemoved()
    {
        await using var host = await DashboardHost.StartAsync();

        Assert.Equal("tcp", await PutAsync($$"""{"url":"{{Url}}","healthCheck":"tcp"}"""));
        Assert.Equal("tcp", await PutAsync($$"""{"url":"{{Url}}","weight":7}"""));
        Assert.Equal("/ready", await PutAsync($$"""{"url":"{{Url}}","healthCheck":"/ready"}"""));
        var server = (await host.MembershipAsync()).Find(new("d"))!;
        Assert.Equal((7, "/ready"), (server.Weight, server.HealthCheck));
        Assert.Equal("/ready", await PutAsync($$"""{"url":"{{Url}}","healthCheck":null}"""));
        Assert.Null(await PutAsync($$"""{"url":"{{Url}}","healthCheck":""}"""));
        Assert.Equal("tcp", await PutAsync("""{"url":"http://10.0.0.8:8080","healthCheck":"tcp"}"""));
        Assert.Null(await PutAsync($$"""{"url":"{{Url}}","healthCheck":""}"""));
        Assert.Null((await host.MembershipAsync()).Find(new("d"))!.HealthCheck);

        async Task<string?> PutAsync(string body)
        {
            using var response = await host.SendAsync("PUT", "/api/servers/d", body);
            Assert.True(response.IsSuccessStatusCode);
            return (await response.ReadJsonAsync()).TryGetProperty("healthCheck", out var check) ? check.GetString() : null;
        }
    }
}
