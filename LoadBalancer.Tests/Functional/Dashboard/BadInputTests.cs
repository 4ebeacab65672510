using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests input that the API rejects, and that rejected input has no effect.</summary>
public sealed class BadInputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PUT", "/api/servers/d", "{}", "url")]
    [InlineData("PUT", "/api/servers/d", """{"url":null}""", "url")]
    [InlineData("PUT", "/api/servers/d", """{"url":"ftp://a"}""", "url")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://user@a"}""", "url")]
    [InlineData("PUT", "/api/servers/d", """{"url":7}""", "url")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","weight":0}""", "weight")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","weight":1001}""", "weight")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","healthCheck":"ready"}""", "healthCheck")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","healthCheck":7}""", "healthCheck")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","healthCheck":"/x?y=1"}""", "healthCheck")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","healthCheck":"//evil/x"}""", "healthCheck")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","weight":"100"}""", "weight")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","weight":1.5}""", "weight")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","weight":99999999999}""", "weight")]
    [InlineData("PUT", "/api/servers/d", """{"url":"http://a","state":"active"}""", "state")]
    [InlineData("PUT", "/api/servers/d", """{"Url":"http://a"}""", "Url")]
    [InlineData("PUT", "/api/servers/a%20b", """{"url":"http://a"}""", "id")]
    [InlineData("PUT", "/api/servers/%3Cscript%3E", """{"url":"http://a"}""", "id")]
    [InlineData("PATCH", "/api/servers/a", "{}", "weight")]
    [InlineData("PATCH", "/api/servers/a", """{"weight":-1}""", "weight")]
    [InlineData("PUT", "/api/ring/algorithm", """{"algorithm":"Dice"}""", "algorithm")]
    [InlineData("PUT", "/api/ring/algorithm", """{"algorithm":"1"}""", "algorithm")]
    [InlineData("PUT", "/api/ring/algorithm", """{"algorithm":1}""", "algorithm")]
    [InlineData("POST", "/api/ring/apply", """{"servers":[{"weight":1}]}""", "servers[0].id")]
    [InlineData("POST", "/api/ring/apply", """{"servers":[{"id":"a","weight":0}]}""", "servers[0].weight")]
    [InlineData("POST", "/api/ring/preview", """{"servers":[{"id":"a"},{"id":"b","weight":"x"}]}""", "servers[1].weight")]
    [InlineData("POST", "/api/ring/preview", """{"servers":[null]}""", "servers[0]")]
    [InlineData("POST", "/api/ring/preview", """{"servers":{}}""", "servers")]
    [InlineData("POST", "/api/ring/preview", """{"remove":[""]}""", "remove[0]")]
    [InlineData("POST", "/api/ring/preview", """{"algorithm":"Dice"}""", "algorithm")]
    [InlineData("PUT", "/api/replicas", "{}", "count")]
    [InlineData("PUT", "/api/replicas", """{"count":0}""", "count")]
    [InlineData("PUT", "/api/replicas", """{"count":1001}""", "count")]
    public async Task Field_NotAllowed_Is400AndNamed(string method, string path, string body, string field)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync(method, path, body);

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.StartsWith($"{field}: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"url":"http://a"} {}""")]
    [InlineData("""{"url":"http://a",}""")]
    [InlineData("""{"url":"http://a"/* comment */}""")]
    [InlineData("""{"url":"http://a","url":"http://b"}""")]
    [InlineData("""{"url":[[[[[[[[[[[]]]]]]]]]]]}""")]
    public async Task Body_Malformed_Is400(string body)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var response = await host.SendAsync("PUT", "/api/servers/d", body);

        await response.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Fact]
    public async Task Body_IsNotJson_IsReportedWithThePlaceFromOne()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync("PUT", "/api/servers/d", "{\n  \"url\": x }");

        var detail = (await response.AssertProblemAsync(HttpStatusCode.BadRequest)).GetProperty("detail").GetString();
        Assert.Equal("The body is not valid JSON in line 2 at byte 10: 'x' is an invalid start of a value.", detail);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task ContentType_NotJson_Is415(string? contentType)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"url":"http://a"}"""));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);

        using var response = await host.Client.PutAsync("/api/servers/d", content, Token);

        var problem = await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType);
        Assert.EndsWith(": it must be application/json.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Null((await host.MembershipAsync()).Find(new("d")));
    }

    [Theory]
    [InlineData("/api/events?count=0", "count")]
    [InlineData("/api/events?count=1001", "count")]
    [InlineData("/api/events?count=many", "count")]
    [InlineData("/api/events?count=", "count")]
    [InlineData("/api/events?count=-1", "count")]
    [InlineData("/api/events?count=1.5", "count")]
    [InlineData("/api/events?count=99999999999", "count")]
    [InlineData("/api/events?count=1&count=2", "count")]
    [InlineData("/api/ring/owner", "key")]
    [InlineData("/api/events?foo=1", "foo")]
    [InlineData("/api/events?kind=zzz", "kind")]
    [InlineData("/api/events?count=1&foo", "foo")]
    [InlineData("/api/hot-keys?top=abc", "top")]
    [InlineData("/api/stats?window=60", "window")]
    [InlineData("/api/gateways?name=gw", "name")]
    [InlineData("/api/servers?state=draining", "state")]
    [InlineData("/api/servers/a?id=b", "id")]
    [InlineData("/api/ring?points=1", "points")]
    [InlineData("/api/ring/owner?key=a&keys=b", "keys")]
    [InlineData("/api/ring/owner?key=a&key=b", "key")]
    [InlineData("/api/replicas?count=7", "count")]
    [InlineData("/api/changes?from=2026-01-01T00:00:00Z", "from")]
    [InlineData("/api/changes?by=a&by=b", "by")]
    [InlineData("/api/changes/export?cursor=1", "cursor")]
    public async Task Parameter_NotAllowed_Is400AndReportedByNameAndNotLogged(string path, string field)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync("GET", path);

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.StartsWith($"{field}: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Logs.Above(LogLevel.Information));
    }

    /// <summary>A request that the framework rejects by itself is not logged as an error of the dashboard either.</summary>
    [Theory]
    [InlineData("POST", "/login")]
    [InlineData("POST", "/logout")]
    [InlineData("PUT", "/api/servers/d")]
    public async Task Body_Unreadable_IsNotLogged(string method, string path)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var request = new HttpRequestMessage(new(method), path);
        request.Content = new ByteArrayContent(new byte[70_000]);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        using var response = await host.Client.SendAsync(request, Token);

        Assert.InRange((int)response.StatusCode, 300, 499);
        Assert.Empty(host.Logs.Above(LogLevel.Information));
    }

    [Fact]
    public async Task Body_Huge_Is413()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync("PUT", "/api/servers/d", $$"""{"url":"http://a/{{new string('x', 70_000)}}"}""");

        await response.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        Assert.Null((await host.MembershipAsync()).Find(new("d")));
    }

    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/servers", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/servers/a/drain", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/api/replicas", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/replicas/orchestrator", HttpStatusCode.MethodNotAllowed)]
    public async Task Request_UnknownPathOrMethod_IsAProblem(string method, string path, HttpStatusCode status)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync(method, path);

        await response.AssertProblemAsync(status);
    }

    [Fact]
    public async Task Apply_NewServerWithoutUrl_Is400()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync("POST", "/api/ring/apply", """{"servers":[{"id":"d"}],"remove":["a"]}""");

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains("'d' needs a URL", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull((await host.MembershipAsync()).Find(new("a")));
    }
}
