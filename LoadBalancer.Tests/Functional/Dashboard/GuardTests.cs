using System.Net;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests which requests are rejected when no key is configured, and which security headers browsers receive.</summary>
public sealed class GuardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.test")]
    [InlineData("evil.test:80")]
    [InlineData("localhost.evil.test")]
    [InlineData("127.0.0.1.evil.test")]
    [InlineData("192.168.1.7")]
    [InlineData("[2001:db8::1]")]
    public async Task Host_OfAnotherMachine_Is403(string name)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        foreach (var path in (string[])["/", "/api/servers", "/healthcheck", "/openapi/v1.json", "/_blazor/negotiate"])
        {
            using var response = await host.GetAsync(path, ("Host", name));

            await response.AssertProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:59987")]
    [InlineData("dashboard.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3:80")]
    [InlineData("[::1]:59987")]
    public async Task Host_OfThisMachine_IsServed(string name)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.GetAsync("/api/servers", ("Host", name));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.test")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Change_FromAPageOfAnotherOrigin_Is403(string header, string value)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var before = await host.MembershipAsync();

        using var change = await host.SendAsync("POST", "/api/servers/a/drain", body: null, (header, value));
        using var connection = await host.GetAsync("/_blazor", (header, value));
        using var inCapitals = await host.GetAsync("/_BLAZOR", (header, value));

        await change.AssertProblemAsync(HttpStatusCode.Forbidden);
        await connection.AssertProblemAsync(HttpStatusCode.Forbidden);
        await inCapitals.AssertProblemAsync(HttpStatusCode.Forbidden);
        Assert.Same(before, await host.MembershipAsync());
    }

    /// <summary>If the browser sends Sec-Fetch-Site, that header decides. Origin is null where a page may not reveal its address.</summary>
    [Theory]
    [InlineData("same-origin", "null", HttpStatusCode.OK)]
    [InlineData("none", "null", HttpStatusCode.OK)]
    [InlineData("cross-site", "null", HttpStatusCode.Forbidden)]
    [InlineData("cross-site", "own", HttpStatusCode.Forbidden)]
    [InlineData("same-site", "own", HttpStatusCode.Forbidden)]
    [InlineData("anything", "own", HttpStatusCode.Forbidden)]
    public async Task Change_WithSiteAndOrigin_IsDecidedByTheSite(string site, string origin, HttpStatusCode expected)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var own = host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        using var response = await host.SendAsync(
            "POST", "/api/servers/a/drain", body: null, ("Sec-Fetch-Site", site), ("Origin", origin == "own" ? own : origin));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Change_FromItsOwnPageWithoutASite_Succeeds()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync(
            "POST", "/api/servers/a/drain", body: null, ("Origin", host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Change_FromItsOwnPage_Succeeds()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.SendAsync(
            "POST",
            "/api/servers/a/drain",
            body: null,
            ("Origin", host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)),
            ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("urls", "http://*:0")]
    [InlineData("urls", "http://127.0.0.1:0;http://0.0.0.0:0")]
    [InlineData("urls", "http://[::]:0")]
    [InlineData("urls", "http://dashboard.example:0")]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://+:0")]
    public void Start_OpenAddressWithoutKey_IsRejected(string setting, string value)
    {
        var builder = WebApplication.CreateBuilder(DashboardApplication.OptionsFor([]));
        builder.Logging.ClearProviders();
        builder.Configuration[setting] = value;

        var rejection = Assert.Throws<SettingException>(() => DashboardApplication.Build(builder));

        Assert.Contains(value[(value.LastIndexOf(';') + 1)..], rejection.Message, StringComparison.Ordinal);
        Assert.Contains("Dashboard:ApiKey", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OpenAddressWithKey_Listens()
    {
        await using var host = await DashboardHost.StartAsync(("Dashboard:ApiKey", DashboardHost.Key), ("urls", "http://0.0.0.0:0"));

        Assert.StartsWith("http://0.0.0.0:", host.Client.BaseAddress!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/servers")]
    [InlineData("/api/nothing")]
    [InlineData("/nowhere")]
    [InlineData("/healthcheck")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/login")]
    [InlineData("/form.css")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task Response_Any_HasTheSecurityHeaders(string path)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.GetAsync(path, ("Accept", "text/html"), ("Origin", "http://evil.test"));

        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(response.Headers.Contains("Server"));
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.EndsWith("; style-src 'self'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("nonce", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Requested_HasNoInlineScript()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        var page = await host.Client.GetStringAsync("/", Token);

        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("//fonts.", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Page_NotFound_IsAReadablePage()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.GetAsync("/nowhere", ("Accept", "text/html"));
        using var other = await host.GetAsync("/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        await other.AssertProblemAsync(HttpStatusCode.NotFound);
    }
}
