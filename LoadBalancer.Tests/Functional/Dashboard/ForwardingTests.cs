using System.Net;
using LoadBalancer.Dashboard.Security;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests what a reverse proxy reports about the client and the external address, and which proxies are trusted.</summary>
public sealed class ForwardingTests
{
    private static readonly (string, string) Trusted = ("Dashboard:TrustedProxies:0", "127.0.0.0/8");
    private static readonly (string, string) NotTrusted = ("Dashboard:TrustedProxies:0", "10.0.0.0/8");

    private static readonly (string, string) Key = ("Authorization", $"Bearer {DashboardHost.Key}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Unbelieving => new()
    {
        { "Dashboard:TrustedProxies:0", "10.0.0.0/8" },
        { "Dashboard:SessionLifetime", "01:00:00" },
        { "FORWARDEDHEADERS_ENABLED", "true" },
    };

    [Theory]
    [InlineData("https", true)]
    [InlineData("HTTPS", true)]
    [InlineData("http", false)]
    [InlineData("http, https", true)]
    [InlineData("https, http", false)]
    public async Task Cookies_SchemeOfATrustedProxy_AreSecureOnHttps(string scheme, bool isSecure)
    {
        await using var host = await DashboardHost.StartWithKeyAsync(Trusted);

        (string, string)[] forwarded = [("X-Forwarded-Proto", scheme), ("X-Forwarded-For", "192.0.2.1, 192.0.2.2")];

        using var form = await host.GetAsync("/login", forwarded);
        using var login = await LoginForm.LogInAsync(host, DashboardHost.Key, "/", forwarded);

        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.All([.. CookiesOf(form), .. CookiesOf(login)], cookie => Assert.Equal(isSecure, IsSecure(cookie)));
    }

    [Theory]
    [MemberData(nameof(Unbelieving))]
    public async Task Request_OfAnUntrustedClient_IgnoresItsForwardingHeaders(string setting, string value)
    {
        await using var host = await DashboardHost.StartWithKeyAsync((setting, value));
        (string, string)[] claims =
        [
            ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.test"), ("X-Forwarded-Prefix", "/evil"),
            ("X-Forwarded-For", "192.0.2.1"),
        ];

        using var login = await LoginForm.LogInAsync(host, DashboardHost.Key, "/", claims);
        using var page = await host.GetAsync("/placement", [("Accept", "text/html"), .. claims]);
        using var document = await host.GetAsync("/openapi/v1.json", [Key, .. claims]);

        Assert.DoesNotContain(CookiesOf(login), IsSecure);
        Assert.Equal("/", login.Headers.Location!.ToString());
        Assert.Equal("/login?to=%2Fplacement", page.Headers.Location!.ToString());
        Assert.DoesNotContain("evil", await document.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_OfClientsBehindATrustedProxy_CountForEach()
    {
        await using var host = await DashboardHost.StartWithKeyAsync(Trusted);
        for (var i = 0; i < FailedAttempts.Most; i++)
        {
            // Addresses that the client itself puts before its own are ignored.
            var addresses = $"198.51.100.{i}, 192.0.2.1";
            using var wrong = await host.GetAsync("/api/servers", ("Authorization", "Bearer guess"), ("X-Forwarded-For", addresses));
        }

        using var limited = await host.GetAsync("/api/servers", Key, ("X-Forwarded-For", "192.0.2.1"));
        using var limitedForm = await LoginForm.LogInAsync(host, DashboardHost.Key, "/", ("X-Forwarded-For", "192.0.2.1"));
        using var other = await host.GetAsync("/api/servers", Key, ("X-Forwarded-For", "192.0.2.2"));

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, limitedForm.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Attempts_OfAnUntrustedClientThatNamesOthers_CountForThatClient()
    {
        await using var host = await DashboardHost.StartWithKeyAsync(NotTrusted);
        for (var i = 0; i < FailedAttempts.Most; i++)
        {
            using var wrong = await host.GetAsync("/api/servers", ("Authorization", "Bearer guess"), ("X-Forwarded-For", $"192.0.2.{i}"));
        }

        using var limited = await host.GetAsync("/api/servers", Key, ("X-Forwarded-For", "192.0.2.99"));

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
    }

    [Fact]
    public async Task Request_WithoutAKeyThroughAProxy_IsAllowedOnlyFromThisMachine()
    {
        await using var host = await DashboardHost.StartWithServersAsync(Trusted);

        using var address = await host.GetAsync("/api/servers", ("X-Forwarded-For", "192.0.2.1"));
        using var name = await host.GetAsync("/api/servers", ("X-Forwarded-Host", "lb.example"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (address.StatusCode, name.StatusCode));
    }

    [Theory]
    [InlineData("/lb", null, "/lb/placement")]
    [InlineData("/lb", null, "/placement")]
    [InlineData("/lb", "/lb", "/placement")]
    [InlineData("/lb", "/lb", "/lb/placement")]
    [InlineData(null, "/lb", "/placement")]
    [InlineData(null, "/lb/", "/lb/placement")]
    [InlineData("/other", "/lb", "/placement")]
    public async Task Page_UnderAPrefix_RedirectsWithinIt(string? configured, string? forwarded, string path)
    {
        await using var host = await DashboardHost.StartWithKeyAsync(Settings(configured));
        var headers = Headers(forwarded);

        using var page = await host.GetAsync(path, [("Accept", "text/html"), .. headers]);
        using var login = await LoginForm.LogInAsync(host, DashboardHost.Key, "/lb/placement", headers);
        using var elsewhere = await LoginForm.LogInAsync(host, DashboardHost.Key, "/placement", headers);

        Assert.Equal("/lb/login?to=%2Flb%2Fplacement", page.Headers.Location!.ToString());
        Assert.Equal("/lb/placement", login.Headers.Location!.ToString());
        Assert.Equal("/lb/", elsewhere.Headers.Location!.ToString());
        Assert.All(login.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("path=/lb;", cookie, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "/ring", "/placement")]
    [InlineData(null, "/ring?key=a%00%E2%80%AE%26b+c", "/placement?key=a%00%E2%80%AE%26b+c")]
    [InlineData("/lb", "/lb/ring?key=x", "/lb/placement?key=x")]
    [InlineData("/lb", "/ring?key=x", "/lb/placement?key=x")]
    public async Task Page_AtItsEarlierPath_IsRedirectedForGoodWithItsQuery(string? prefix, string path, string location)
    {
        await using var host = await DashboardHost.StartWithServersAsync(Settings(prefix));

        using var page = await host.GetAsync(path, ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.MovedPermanently, page.StatusCode);
        Assert.Equal(location, page.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("/lb//x")]
    [InlineData("/lb?x")]
    [InlineData("https://evil.test/lb")]
    [InlineData("/%2fevil")]
    [InlineData("lb")]
    [InlineData("/")]
    public async Task Prefix_NotAPath_IsIgnored(string prefix)
    {
        await using var host = await DashboardHost.StartWithKeyAsync(Trusted);

        using var page = await host.GetAsync("/placement", ("Accept", "text/html"), ("X-Forwarded-Prefix", prefix));

        Assert.Equal("/login?to=%2Fplacement", page.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Prefix_WithoutItsSlash_IsRedirected()
    {
        await using var host = await DashboardHost.StartWithKeyAsync(("Dashboard:PathBase", "/lb"));

        using var response = await host.GetAsync("/lb?a=b");
        using var other = await host.GetAsync("/lbx");

        Assert.Equal("/lb/?a=b", response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task Document_BehindAProxy_ContainsTheExternalAddress()
    {
        await using var host = await DashboardHost.StartWithKeyAsync(Trusted, ("Dashboard:PathBase", "/lb"));

        using var response = await host.GetAsync(
            "/lb/openapi/v1.json", Key, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "lb.example"),
            ("X-Forwarded-For", "192.0.2.1"));

        var document = await response.EnsureSuccessStatusCode().ReadJsonAsync();
        Assert.Equal("https://lb.example/lb", document.GetProperty("servers")[0].GetProperty("url").GetString()!.TrimEnd('/'));
    }

    [Theory]
    [InlineData("/api/servers")]
    [InlineData("/lb/api/servers")]
    public async Task Guard_UnderAPrefix_RejectsTheSame(string path)
    {
        await using var host = await DashboardHost.StartWithServersAsync(("Dashboard:PathBase", "/lb"));
        var prefix = path[..^"/api/servers".Length];

        using var change = await host.SendAsync("POST", $"{path}/a/drain", body: null, ("Sec-Fetch-Site", "cross-site"));
        using var connection = await host.GetAsync($"{prefix}/_blazor", ("Origin", "http://evil.test"));
        using var read = await host.GetAsync(path);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (change.StatusCode, connection.StatusCode));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    private static IEnumerable<string> CookiesOf(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie");

    private static bool IsSecure(string cookie) => cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase);

    private static (string, string)[] Settings(string? prefix) => prefix is null ? [Trusted] : [Trusted, ("Dashboard:PathBase", prefix)];

    private static (string, string)[] Headers(string? prefix) => prefix is null ? [] : [("X-Forwarded-Prefix", prefix)];
}
