using System.Text.RegularExpressions;
using LoadBalancer.Dashboard.Security;
using LoadBalancer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>
/// Tests logging in and out in a browser. The browser sends Sec-Fetch-Site to https and to http://127.0.0.1, but not to http://lb.test.
/// </summary>
public sealed partial class LoginTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly TestAuthority _authority = new();

    public static TheoryData<string> Addresses => ["http://127.0.0.1", "http://lb.test", "https://lb.test"];

    public void Dispose() => _authority.Dispose();

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Login_CorrectKey_OpensTheRequestedPageUntilLogout(string address)
    {
        await using var host = await StartAsync(address);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var (page, url) = (viewer.Page, UrlOf(host, address));

        await page.GotoAsync($"{url}/servers?wanted=1");
        await Expect(page).ToHaveTitleAsync("Log in · LoadBalancer");
        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page).ToHaveURLAsync($"{url}/servers?wanted=1");
        await viewer.UntilLiveAsync();
        await Expect(page.Locator("tr[data-server=backend-1]").First).ToBeVisibleAsync();

        await viewer.LogOutAsync();
        await Expect(page).ToHaveURLAsync($"{url}/login");
        await page.GotoAsync($"{url}/placement");
        await Expect(page).ToHaveTitleAsync("Log in · LoadBalancer");
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Login_WrongKey_ReportsItAndAcceptsAnother(string address)
    {
        await using var host = await StartAsync(address);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var (page, url) = (viewer.Page, UrlOf(host, address));
        await page.GotoAsync($"{url}/placement");

        var response = await page.RunAndWaitForResponseAsync(() => viewer.LogInAsync("not-the-key"), IsPost);

        Assert.Equal(401, response.Status);
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Invalid key.");
        await Expect(page.GetByLabel("Key")).ToBeFocusedAsync();
        await viewer.CheckAsync("login-wrong-key");

        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page).ToHaveURLAsync($"{url}/placement");
    }

    [Fact]
    public async Task Login_TooManyWrongKeys_IsLockedForAWhile()
    {
        await using var host = await StartAsync("http://lb.test");
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var (page, url) = (viewer.Page, UrlOf(host, "http://lb.test"));
        await page.GotoAsync(url);
        for (var i = 0; i < FailedAttempts.Most; i++)
        {
            await page.RunAndWaitForResponseAsync(() => viewer.LogInAsync($"guess-{i}"), IsPost);
        }

        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Too many wrong keys. Try again in 60 s.");

        host.Time.Advance(FailedAttempts.Window);
        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page).ToHaveURLAsync($"{url}/");
    }

    [Fact]
    public async Task Navigation_CookieMissing_LeadsToTheLoginAndToTheRequestedPage()
    {
        await using var host = await StartAsync("http://127.0.0.1");
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await LogInAsync(viewer, host.Url);
        await page.Context.ClearCookiesAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Gateways", Exact = true }).ClickAsync();

        await Expect(page).ToHaveTitleAsync("Log in · LoadBalancer");
        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page).ToHaveURLAsync($"{host.Url}/gateways");
        await viewer.UntilLiveAsync();
    }

    [Fact]
    public async Task OpenPage_SessionExpired_LeadsToTheLogin()
    {
        await using var host = await StartAsync("http://127.0.0.1");
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await LogInAsync(viewer, host.Url);
        await page.GetByRole(AriaRole.Link, new() { Name = "Gateways", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Gateways");

        host.Time.Advance(TimeSpan.FromHours(9));

        await Expect(page).ToHaveTitleAsync("Log in · LoadBalancer");
        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page).ToHaveURLAsync($"{host.Url}/gateways");
    }

    [Fact]
    public async Task OpenPage_InUse_KeepsItsSession()
    {
        await using var host = await StartAsync("http://127.0.0.1");
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await LogInAsync(viewer, host.Url);

        host.Time.Advance(TimeSpan.FromHours(5));
        await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Gateways", Exact = true }).ClickAsync(),
            response => response.Url.EndsWith("/session", StringComparison.Ordinal));
        host.Time.Advance(TimeSpan.FromHours(5));
        await viewer.UntilLiveAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Events");
        await Expect(page).ToHaveURLAsync($"{host.Url}/events");
    }

    [Fact]
    public async Task OpenPage_DashboardRestarted_LeadsToTheLoginAndBack()
    {
        var address = $"http://127.0.0.1:{FreePorts.Find()}";
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await using (var host = await DashboardHost.StartWithKeyAsync(("urls", address)))
        {
            await LogInAsync(viewer, address);
            await page.GetByRole(AriaRole.Link, new() { Name = "Servers", Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Servers");
        }

        await using var restarted = await DashboardHost.StartWithKeyAsync(("urls", address));

        await Expect(page).ToHaveTitleAsync("Log in · LoadBalancer");
        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page).ToHaveURLAsync($"{address}/servers");
        await viewer.UntilLiveAsync();
    }

    [Fact]
    public async Task LoginForm_DashboardRestarted_AsksForTheKeyAgain()
    {
        var address = $"http://127.0.0.1:{FreePorts.Find()}";
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await using (var host = await DashboardHost.StartWithKeyAsync(("urls", address)))
        {
            await page.GotoAsync($"{address}/events");
        }

        await using var restarted = await DashboardHost.StartWithKeyAsync(("urls", address));
        await viewer.LogInAsync(DashboardHost.Key);

        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This form has expired. Enter the key again.");
        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page).ToHaveURLAsync($"{address}/events");
    }

    [Fact]
    public async Task LoginForm_LoggedInOnAnotherTab_LeadsToTheRequestedPage()
    {
        await using var host = await StartAsync("http://127.0.0.1");
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var other = await viewer.Page.Context.NewPageAsync();
        await other.GotoAsync($"{host.Url}/placement");
        await LogInAsync(viewer, host.Url);

        await other.GetByLabel("Key").FillAsync(DashboardHost.Key);
        await other.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();

        await Expect(other).ToHaveURLAsync($"{host.Url}/placement");
        await other.GotoAsync($"{host.Url}/login?to=/events");
        await Expect(other).ToHaveURLAsync($"{host.Url}/events");
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Form_OfAnotherSite_IsRejected(string address)
    {
        await using var host = await StartAsync(address);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var (page, url) = (viewer.Page, UrlOf(host, address));
        await LogInAsync(viewer, url);
        await page.RouteAsync("http://evil.test/**", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"""
                <form method="post" action="{url}/logout"><button>Plain</button></form>
                <iframe sandbox="allow-forms allow-top-navigation"
                        srcdoc='<form method="post" target="_top" action="{url}/logout"><button>Framed</button></form>'></iframe>
                """,
        }));

        await page.GotoAsync("http://evil.test/");
        var plain = await page.RunAndWaitForResponseAsync(() => page.GetByText("Plain").ClickAsync(), IsPost);
        await page.GotoAsync("http://evil.test/");
        var framed = await page.RunAndWaitForResponseAsync(() => page.FrameLocator("iframe").GetByText("Framed").ClickAsync(), IsPost);

        Assert.Equal((403, 403), (plain.Status, framed.Status));
        Assert.Equal("null", (await framed.Request.AllHeadersAsync())["origin"]);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task WebSocket_OfAnotherSite_IsRejected(string address)
    {
        await using var host = await StartAsync(address);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var (page, url) = (viewer.Page, UrlOf(host, address));
        await LogInAsync(viewer, url);
        await page.RouteAsync("http://evil.test/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<p>" }));
        await page.GotoAsync("http://evil.test/");

        var outcome = await page.EvaluateAsync<string>(
            """
            url => new Promise(done => {
              const socket = new WebSocket(url);
              socket.onopen = () => done("open");
              socket.onerror = () => done("refused");
            })
            """,
            $"{Scheme().Replace(url, match => match.Value == "https" ? "wss" : "ws")}/_blazor?id=1");

        Assert.Equal("refused", outcome);
    }

    [GeneratedRegex("^https?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Scheme();

    private static async Task LogInAsync(Viewer viewer, string url)
    {
        await viewer.Page.GotoAsync($"{url}/");
        await viewer.LogInAsync(DashboardHost.Key);
        await viewer.UntilLiveAsync();
    }

    private static bool IsPost(IResponse response) => response.Request.Method == "POST";

    private static string UrlOf(DashboardHost host, string address) => $"{address}:{new Uri(host.Url).Port}";

    private Task<DashboardHost> StartAsync(string address)
    {
        if (!address.StartsWith("https", StringComparison.Ordinal))
        {
            return DashboardHost.StartWithKeyAsync();
        }

        var certificate = _authority.IssueTo("dashboard.pem", "lb.test");
        return DashboardHost.StartWithKeyAsync(
            ("urls", "https://127.0.0.1:0"),
            ("Kestrel:Certificates:Default:Path", certificate),
            ("Kestrel:Certificates:Default:KeyPath", certificate));
    }
}
