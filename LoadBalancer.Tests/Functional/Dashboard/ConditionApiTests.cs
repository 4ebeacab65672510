using System.Net;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Conditions of changes (RFC 9110 §13.1): several entity tags, and <c>*</c> for whatever exists.</summary>
public sealed class ConditionApiTests
{
    private const string Body = """{"url":"http://10.0.0.7:8080"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every operation that changes a server that does not exist.</summary>
    public static TheoryData<string, string, string?> OfNobody => new()
    {
        { "PUT", "/api/servers/nobody", Body },
        { "PATCH", "/api/servers/nobody", """{"weight":7}""" },
        { "DELETE", "/api/servers/nobody", null },
        { "POST", "/api/servers/nobody/drain", null },
        { "POST", "/api/servers/nobody/activate", null },
    };

    /// <summary>Every operation that changes something that exists.</summary>
    public static TheoryData<string, string, string?> OfSomething => new()
    {
        { "PUT", "/api/servers/a", Body },
        { "PATCH", "/api/servers/a", """{"weight":7}""" },
        { "DELETE", "/api/servers/a", null },
        { "POST", "/api/servers/a/drain", null },
        { "POST", "/api/servers/a/activate", null },
        { "PUT", "/api/ring/algorithm", """{"algorithm":"Maglev"}""" },
        { "POST", "/api/ring/apply", """{"remove":["a"]}""" },
    };

    [Theory]
    [MemberData(nameof(OfNobody))]
    public async Task IfMatch_AnyOfAServerThatDoesNotExist_Is412AndChangesNothing(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync(method, path, body, ("If-Match", "*"));

        var problem = await response.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Contains("'nobody'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Theory]
    [MemberData(nameof(OfSomething))]
    public async Task IfMatch_AnyOfSomethingThatExists_Succeeds(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync(method, path, body, ("If-Match", "*"));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [MemberData(nameof(OfSomething))]
    public async Task IfNoneMatch_AnyOfSomethingThatExists_Is412AndChangesNothing(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync(method, path, body, ("If-None-Match", "*"));

        await response.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Equal($"\"{before.Epoch}-{before.Version}\"", response.Headers.ETag?.ToString());
        Assert.Same(before, await host.MembershipAsync());
    }

    [Fact]
    public async Task IfNoneMatch_AnyOfAServerThatDoesNotExist_AddsItOnce()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var first = await host.SendAsync("PUT", "/api/servers/d", Body, ("If-None-Match", "*"));
        using var second = await host.SendAsync("PUT", "/api/servers/d", """{"url":"http://10.0.0.8:8080"}""", ("If-None-Match", "*"));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await second.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Equal("http://10.0.0.7:8080", (await host.MembershipAsync()).Find(new("d"))!.Url);
    }

    [Fact]
    public async Task IfNoneMatch_AnyAndTheServerIsAddedMeanwhile_Is412()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        host.Registry.BeforeChange = () => host.Registry.Inner.ApplyAsync(Changes.Join("d"), Token);

        using var response = await host.SendAsync("PUT", "/api/servers/d", Body, ("If-None-Match", "*"));

        await response.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.NotEqual("http://10.0.0.7:8080", (await host.MembershipAsync()).Find(new("d"))!.Url);
    }

    [Fact]
    public async Task IfMatch_AnyAndTheServerIsRemovedMeanwhile_Is412()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        host.Registry.BeforeChange = () => host.Registry.Inner.ApplyAsync(new MembershipChange.Leave(new("a")), Token);

        using var response = await host.SendAsync("PUT", "/api/servers/a", Body, ("If-Match", "*"));

        await response.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Null((await host.MembershipAsync()).Find(new("a")));
    }

    [Fact]
    public async Task IfMatch_AnyAndAnotherServerChangesMeanwhile_Succeeds()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        host.Registry.BeforeChange = () => host.Registry.Inner.ApplyAsync(new MembershipChange.Leave(new("b")), Token);

        using var response = await host.SendAsync("PATCH", "/api/servers/a", """{"weight":7}""", ("If-Match", "*"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(7, (await host.MembershipAsync()).Find(new("a"))!.Weight);
    }

    [Theory]
    [MemberData(nameof(OfSomething))]
    public async Task IfMatch_OneOfSeveralTagsIsCurrent_Succeeds(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();
        var tags = $"\"other-1\", W/\"x,y\", \"no tag of ours\" , \"{before.Epoch}-{before.Version}\"";

        using var response = await host.SendAsync(method, path, body, ("If-Match", tags));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task IfMatch_TagsInTwoHeaders_AreOneList()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync(
            "POST", "/api/servers/a/drain", body: null, ("If-Match", "\"other-1\""), ("If-Match", $"\"{before.Epoch}-{before.Version}\""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("\"other-1\", \"EPOCH-2\"")]
    [InlineData("W/\"EPOCH-3\"")]
    [InlineData("\"EPOCH-3\", nonsense")]
    [InlineData("EPOCH-3")]
    [InlineData("\"\"")]
    [InlineData(",")]
    public async Task IfMatch_NoTagIsCurrentOrTheListIsMalformed_Is412AndChangesNothing(string tags)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync(
            "DELETE", "/api/servers/a", body: null, ("If-Match", tags.Replace("EPOCH", before.Epoch.Value, StringComparison.Ordinal)));

        await response.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Theory]
    [InlineData("\"EPOCH-3\"", false)]
    [InlineData("W/\"EPOCH-3\"", false)]
    [InlineData("\"other-1\", \"EPOCH-3\"", false)]
    [InlineData("nonsense", false)]
    [InlineData("\"EPOCH-2\"", true)]
    [InlineData("\"other-3\"", true)]
    public async Task IfNoneMatch_Tags_AllowAChangeOfOtherVersionsOnly(string tags, bool isAllowed)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync(
            "DELETE", "/api/servers/a", body: null, ("If-None-Match", tags.Replace("EPOCH", before.Epoch.Value, StringComparison.Ordinal)));

        Assert.Equal(isAllowed ? HttpStatusCode.NoContent : HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal(isAllowed ? ["b", "c"] : ["a", "b", "c"], (await host.MembershipAsync()).Servers.Select(server => server.Id.Value));
    }
}
