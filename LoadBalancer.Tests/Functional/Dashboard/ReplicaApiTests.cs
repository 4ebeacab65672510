using System.Net;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Replicas;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests the desired number of servers, which an operator sets and an orchestrator follows.</summary>
public sealed class ReplicaApiTests
{
    private const string Report = """{"name":"host-1/4711","kept":3,"most":10}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_NothingSet_AreAbsent()
    {
        await using var host = await DashboardHost.StartAsync();

        using var response = await host.GetAsync("/api/replicas");

        Assert.Equal("{}", (await response.EnsureSuccessStatusCode().ReadJsonAsync()).GetRawText());
    }

    [Fact]
    public async Task Replicas_NoOrchestrator_Is409()
    {
        await using var host = await DashboardHost.StartAsync();

        using var response = await host.SendAsync("PUT", "/api/replicas", """{"count":5}""");

        var problem = await response.AssertProblemAsync(HttpStatusCode.Conflict);
        Assert.Contains("No orchestrator follows", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Null((await host.Replicas.ReadAsync(Token)).Wanted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Replicas_OrchestratorFollows_AreSet(int count)
    {
        await using var host = await DashboardHost.StartAsync();
        await host.Replicas.ReportAsync(new("host-1/4711", 3, 10), wanted: null, Token);

        using var response = await host.SendAsync("PUT", "/api/replicas", $$"""{"count":{{count}}}""");

        Assert.Equal(
            $$"""{"count":{{count}},"orchestrator":"host-1/4711","kept":3,"most":10}""",
            (await response.EnsureSuccessStatusCode().ReadJsonAsync()).GetRawText());
        Assert.Equal(count, (await host.Replicas.ReadAsync(Token)).Wanted);
        Assert.Equal((ClusterEventKind.ReplicasChanged, "local", $"{count}"), await LatestEventAsync(host));
    }

    [Fact]
    public async Task Replicas_MoreThanTheOrchestratorCanKeep_Is400WithTheRangeAndTheRemedy()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.Replicas.SetWantedAsync(3, "ops", Token);
        await host.Replicas.ReportAsync(new("host-1/4711", 3, 10), wanted: null, Token);

        using var response = await host.SendAsync("PUT", "/api/replicas", """{"count":11}""");

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("count", problem.GetProperty("field").GetString());
        Assert.Equal(
            "count: 11 is not allowed: it must be 1 to 10. To keep more servers running, restart the AppHost with --max-backends 11.",
            problem.GetProperty("detail").GetString());
        Assert.Equal(3, (await host.Replicas.ReadAsync(Token)).Wanted);
    }

    [Fact]
    public async Task Report_WithoutACount_KeepsTheDesiredNumber()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.Replicas.SetWantedAsync(7, "ops", Token);

        using var response = await host.SendAsync("PUT", "/api/replicas/orchestrator", Report);
        using var read = await host.GetAsync("/api/replicas");

        const string Expected = """{"count":7,"orchestrator":"host-1/4711","kept":3,"most":10}""";
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Expected, (await response.ReadJsonAsync()).GetRawText());
        Assert.Equal(Expected, (await read.ReadJsonAsync()).GetRawText());
        Assert.Equal(new ReplicaStatus(7, new("host-1/4711", 3, 10)), await host.Replicas.ReadAsync(Token));
        Assert.Equal((ClusterEventKind.ReplicasChanged, "ops", "7"), await LatestEventAsync(host));
    }

    [Fact]
    public async Task Report_NoNumberSet_RespondsWithoutOne()
    {
        await using var host = await DashboardHost.StartAsync();

        using var response = await host.SendAsync("PUT", "/api/replicas/orchestrator", Report);

        Assert.Equal(
            """{"orchestrator":"host-1/4711","kept":3,"most":10}""",
            (await response.EnsureSuccessStatusCode().ReadJsonAsync()).GetRawText());
    }

    [Fact]
    public async Task Report_WithACount_SetsTheDesiredNumberInItsName()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.Replicas.SetWantedAsync(9, "ops", Token);

        using var response = await host.SendAsync(
            "PUT", "/api/replicas/orchestrator", """{"name":"host-1/4711","kept":0,"most":10,"count":10}""");

        Assert.Equal(
            """{"count":10,"orchestrator":"host-1/4711","kept":0,"most":10}""",
            (await response.EnsureSuccessStatusCode().ReadJsonAsync()).GetRawText());
        Assert.Equal((ClusterEventKind.ReplicasChanged, "host-1/4711", "9 → 10"), await LatestEventAsync(host));
    }

    [Fact]
    public async Task Report_WhileAnotherOrchestratorReports_Is409AndChangesNothing()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.Replicas.ReportAsync(new("host-2/12", 5, 10), wanted: 5, Token);

        using var response = await host.SendAsync(
            "PUT", "/api/replicas/orchestrator", """{"name":"host-1/4711","kept":3,"most":10,"count":3}""");

        var problem = await response.AssertProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(
            "Another orchestrator manages the servers of this cluster: host-2/12. Its last report is valid for 5 s.",
            problem.GetProperty("detail").GetString());
        Assert.Equal(new ReplicaStatus(5, new("host-2/12", 5, 10)), await host.Replicas.ReadAsync(Token));
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":null,"kept":3,"most":10}""", "name")]
    [InlineData("""{"name":"","kept":3,"most":10}""", "name")]
    [InlineData("""{"name":"a\nb","kept":3,"most":10}""", "name")]
    [InlineData("""{"name":"a\ud800","kept":3,"most":10}""", "name")]
    [InlineData("""{"name":7,"kept":3,"most":10}""", "name")]
    [InlineData("""{"name":"a","most":10}""", "kept")]
    [InlineData("""{"name":"a","kept":-1,"most":10}""", "kept")]
    [InlineData("""{"name":"a","kept":1001,"most":10}""", "kept")]
    [InlineData("""{"name":"a","kept":3}""", "most")]
    [InlineData("""{"name":"a","kept":3,"most":0}""", "most")]
    [InlineData("""{"name":"a","kept":3,"most":1001}""", "most")]
    [InlineData("""{"name":"a","kept":3,"most":10,"count":0}""", "count")]
    [InlineData("""{"name":"a","kept":3,"most":10,"count":11}""", "count")]
    [InlineData("""{"name":"a","kept":3,"most":10,"count":"3"}""", "count")]
    [InlineData("""{"name":"a","kept":3,"most":10,"wanted":3}""", "wanted")]
    public async Task Report_FieldNotAllowed_Is400AndNamed(string body, string field)
    {
        await using var host = await DashboardHost.StartAsync();

        using var response = await host.SendAsync("PUT", "/api/replicas/orchestrator", body);

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.Equal(new ReplicaStatus(Wanted: null, Orchestrator: null), await host.Replicas.ReadAsync(Token));
    }

    [Fact]
    public async Task Report_NameTooLong_Is400AndNamed()
    {
        await using var host = await DashboardHost.StartAsync();

        using var allowed = await host.SendAsync(
            "PUT", "/api/replicas/orchestrator", $$"""{"name":"{{new string('a', 128)}}","kept":3,"most":10}""");
        using var refused = await host.SendAsync(
            "PUT", "/api/replicas/orchestrator", $$"""{"name":"{{new string('b', 129)}}","kept":3,"most":10}""");

        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.Equal("name", (await refused.AssertProblemAsync(HttpStatusCode.BadRequest)).GetProperty("field").GetString());
        Assert.Equal(new string('a', 128), (await host.Replicas.ReadAsync(Token)).Orchestrator?.Name);
    }

    [Fact]
    public async Task Report_FromAPageOfAnotherOrigin_Is403()
    {
        await using var host = await DashboardHost.StartAsync();

        using var response = await host.SendAsync("PUT", "/api/replicas/orchestrator", Report, ("Origin", "http://evil.test"));

        await response.AssertProblemAsync(HttpStatusCode.Forbidden);
        Assert.Null((await host.Replicas.ReadAsync(Token)).Orchestrator);
    }

    [Fact]
    public async Task Report_WithAKey_Counts()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();

        using var response = await host.SendAsync(
            "PUT", "/api/replicas/orchestrator", Report, ("Authorization", $"Bearer {DashboardHost.Key}"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("host-1/4711", (await host.Replicas.ReadAsync(Token)).Orchestrator?.Name);
    }

    [Theory]
    [InlineData("/api/replicas", """{"count":5}""")]
    [InlineData("/api/replicas/orchestrator", Report)]
    [InlineData("/api/replicas/orchestrator", """{"name":"host-1/4711","kept":3,"most":10,"count":3}""")]
    public async Task Change_StoreUnreachable_Is503(string path, string body)
    {
        await using var host = await DashboardHost.StartAsync();
        host.Replicas.IsUnreachable = true;

        using var response = await host.SendAsync("PUT", path, body);

        var problem = await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains("unreachable", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    private static async Task<(ClusterEventKind Kind, string By, string Detail)> LatestEventAsync(DashboardHost host)
    {
        var happened = (await host.Get<IEventLog>().ReadAsync(1, Token)).Single();
        return (happened.Kind, happened.By, happened.Detail);
    }
}
