using System.Net;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Dashboard.Security;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests the dashboard with keys: the API accepts the keys, and the page accepts a cookie that a login sets.</summary>
public sealed class KeyTests
{
    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {DashboardHost.Key}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string?> Operations => new()
    {
        { "GET", "/api/servers", null },
        { "GET", "/api/servers/a", null },
        { "PUT", "/api/servers/a", """{"url":"http://x"}""" },
        { "PATCH", "/api/servers/a", """{"weight":7}""" },
        { "DELETE", "/api/servers/a", null },
        { "POST", "/api/servers/a/drain", null },
        { "POST", "/api/servers/a/activate", null },
        { "GET", "/api/ring", null },
        { "GET", "/api/ring/owner?key=k", null },
        { "POST", "/api/ring/preview", "{}" },
        { "POST", "/api/ring/apply", """{"remove":["a"]}""" },
        { "PUT", "/api/ring/algorithm", """{"algorithm":"Maglev"}""" },
        { "GET", "/api/stats", null },
        { "GET", "/api/gateways", null },
        { "GET", "/api/events", null },
        { "GET", "/api/hot-keys", null },
        { "GET", "/api/replicas", null },
        { "PUT", "/api/replicas", """{"count":5}""" },
        { "PUT", "/api/replicas/orchestrator", """{"name":"host-1/4711","kept":3,"most":10,"count":3}""" },
        { "GET", "/openapi/v1.json", null },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_WithoutOrWithAWrongKey_Is401AndChangesNothing(string method, string path, string? body)
    {
        await using var host = await DashboardHost.StartWithKeyAsync();
        var before = await host.MembershipAsync();

        using var without = await host.SendAsync(method, path, body);
        using var wrong = await host.SendAsync(method, path, body, ("Authorization", $"Bearer {DashboardHost.Key}x"));
        using var basic = await host.SendAsync(method, path, body, ("Authorization", "Basic YTpi"));

        await without.AssertProblemAsync(HttpStatusCode.Unauthorized);
        var problem = await wrong.AssertProblemAsync(HttpStatusCode.Unauthorized);
        await basic.AssertProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Contains(wrong.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        Assert.DoesNotContain(DashboardHost.Key, problem.GetRawText(), StringComparison.Ordinal);
        Assert.Same(before, await host.MembershipAsync());
    }

    [Theory]
    [InlineData(DashboardHost.Key, "api-key")]
    [InlineData($"{DashboardHost.Key}-ops", "ops")]
    public async Task Change_WithAKey_IsAttributedToTheKey(string key, string name)
    {
        await using var host = await DashboardHost.StartWithKeyAsync();

        using var response = await host.SendAsync("POST", "/api/servers/a/drain", body: null, ("Authorization", $"Bearer {key}"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(name, (await host.Get<IEventLog>().ReadAsync(1, Token)).Single().By);
    }

    [Fact]
    public async Task Attempts_TooManyFailures_Are429ForThatClientOnly()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();
        for (var i = 0; i < FailedAttempts.Most; i++)
        {
            using var wrong = await host.GetAsync("/api/servers", ("Authorization", $"Bearer guess-{i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var right = await host.GetAsync("/api/servers", Bearer);
        using var healthcheck = await host.GetAsync("/healthcheck");

        await right.AssertProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), FailedAttempts.Window);
        Assert.Equal(HttpStatusCode.OK, healthcheck.StatusCode);
    }

    [Fact]
    public async Task Page_NotLoggedIn_RequestsALogin()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();

        using var page = await host.GetAsync("/servers?sort=id", ("Accept", "text/html"));
        using var hub = await host.SendAsync("POST", "/_blazor/negotiate?negotiateVersion=1", body: null);
        using var healthcheck = await host.GetAsync("/healthcheck");

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal("/login?to=%2Fservers%3Fsort%3Did", page.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, hub.StatusCode);
        Assert.Equal(HttpStatusCode.OK, healthcheck.StatusCode);
    }

    [Fact]
    public async Task Login_RightKey_OpensThePageButNotTheApi()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();

        using var login = await LogInAsync(host, DashboardHost.Key, to: "/placement");

        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.Equal("/placement", login.Headers.Location!.ToString());
        var cookie = login.Headers.GetValues("Set-Cookie")
            .Single(value => value.StartsWith("loadbalancer-dashboard=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        var session = ("Cookie", cookie[..cookie.IndexOf(';', StringComparison.Ordinal)]);
        using var page = await host.GetAsync("/", session, ("Accept", "text/html"));
        using var hub = await host.SendAsync("POST", "/_blazor/negotiate?negotiateVersion=1", body: null, session);
        using var read = await host.GetAsync("/api/servers", session);
        using var write = await host.SendAsync("POST", "/api/servers/a/drain", body: null, session);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, hub.StatusCode);
        await read.AssertProblemAsync(HttpStatusCode.Unauthorized);
        await write.AssertProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Login_WrongKey_IsRejectedAndLimited()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();
        for (var i = 0; i < FailedAttempts.Most; i++)
        {
            using var wrong = await LogInAsync(host, "<script>alert(1)</script>");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.DoesNotContain("alert(1)", await wrong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.False(wrong.Headers.TryGetValues("Set-Cookie", out var cookies)
                && cookies.Any(cookie => cookie.StartsWith("loadbalancer-dashboard=", StringComparison.Ordinal)));
        }

        using var limited = await LogInAsync(host, DashboardHost.Key);

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.NotNull(limited.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test")]
    [InlineData("///evil.test/")]
    [InlineData("")]
    public async Task Login_ToAnotherSite_StaysOnThisSite(string to)
    {
        await using var host = await DashboardHost.StartWithKeyAsync();

        using var login = await LogInAsync(host, DashboardHost.Key, to);

        Assert.Equal("/", login.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Login_WithoutTheFormsToken_IsRejected()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();
        using var form = new FormUrlEncodedContent([new("key", DashboardHost.Key)]);

        using var response = await host.Client.PostAsync(LoginEndpoints.LoginPath, form, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("This form has expired.", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain(
            response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("loadbalancer-dashboard=", StringComparison.Ordinal));
        Assert.Empty(host.Logs.Above(LogLevel.Warning));
    }

    [Fact]
    public async Task Logout_OnItsForm_EndsTheSession()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();

        using var response = await PostFormAsync(host, LoginEndpoints.LogoutPath);

        Assert.Equal(LoginEndpoints.LoginPath, response.Headers.Location!.ToString());
        Assert.Contains(
            response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("loadbalancer-dashboard=;", StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> LogInAsync(DashboardHost host, string key, string to = "/") =>
        LoginForm.LogInAsync(host, key, to);

    private static Task<HttpResponseMessage> PostFormAsync(DashboardHost host, string path) => LoginForm.PostAsync(host, path);
}
