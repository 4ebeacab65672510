using LoadBalancer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the dashboard behind a real nginx, with <c>deploy/nginx/dashboard.conf</c> and variants of it, in a browser.</summary>
public sealed class ReverseProxyTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const string Pass = "proxy_pass http://loadbalancer_dashboard;";
    private const string Prefix = "X-Forwarded-Prefix /lb;";

    private readonly TestAuthority _authority = new();

    /// <summary>How nginx handles the path prefix.</summary>
    public enum Variant
    {
        /// <summary>nginx keeps the prefix and sends it in X-Forwarded-Prefix, as documented.</summary>
        Kept,

        /// <summary>nginx keeps the prefix but does not send X-Forwarded-Prefix.</summary>
        KeptUnnamed,

        /// <summary>
        /// nginx strips the prefix and does not send X-Forwarded-Prefix; the dashboard knows the prefix from its setting.
        /// </summary>
        Stripped,

        /// <summary>nginx strips the prefix and sends X-Forwarded-Prefix; the dashboard has no setting for it.</summary>
        StrippedNamed,

        /// <summary>There is no prefix.</summary>
        None,
    }

    public static TheoryData<string, Variant> Ways =>
    [
        .. from scheme in (string[])["http", "https"]
           from way in Enum.GetValues<Variant>()
           select new TheoryDataRow<string, Variant>(scheme, way),
    ];

    public void Dispose() => _authority.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Dashboard_BehindNginx_WorksCompletely(string scheme, Variant way)
    {
        var executable = Nginx.Find();
        var port = FreePorts.Find();
        await using var host = await DashboardHost.StartWithKeyAsync(SettingsOf(way));
        var configuration = await ConfigurationAsync(scheme, way, port, new Uri(host.Url).Authority);
        await using var nginx = await Nginx.StartAsync(executable, configuration);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var (page, root, strays) = (viewer.Page, $"{scheme}://lb.test:{port}{(way == Variant.None ? "" : "/lb")}", new List<string>());
        var sockets = new List<string>();
        page.Request += (_, request) => Add(strays, request.Url.StartsWith($"{root}/", StringComparison.Ordinal) ? null : request.Url);
        page.Response += (_, response) => Add(strays, response.Status < 400 ? null : $"{response.Status} {response.Url}");
        page.WebSocket += (_, opened) => Add(sockets, opened.Url);

        await page.GotoAsync($"{root}/servers");
        await Expect(page).ToHaveURLAsync($"{root}/login?to={Uri.EscapeDataString(new Uri(root).AbsolutePath.TrimEnd('/') + "/servers")}");
        await viewer.LogInAsync(DashboardHost.Key);
        await Expect(page).ToHaveURLAsync($"{root}/servers");
        await viewer.UntilLiveAsync();
        await AssertCookiesAsync(page, scheme, new Uri(root).AbsolutePath.TrimEnd('/'));
        var socket = $"{root.Replace("http", "ws", StringComparison.Ordinal)}/_blazor";
        Assert.StartsWith(socket, Assert.Single(sockets), StringComparison.Ordinal);

        await Expect(page.Locator("tr[data-server=backend-1]").First).ToBeVisibleAsync();
        host.View.Publish(SampleCluster.Nothing());
        await Expect(page.Locator("tr[data-server=backend-1]")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Hot keys" }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{root}/hot-keys");
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{root}/");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "add others" }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{root}/servers");
        await page.ReloadAsync();
        await viewer.UntilLiveAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "API" }).ClickAsync();
        await Expect(page.GetByText("LoadBalancer control API").First).ToBeVisibleAsync();
        await viewer.OpenAsync($"{root}/placement");
        await page.GetByRole(AriaRole.Link, new() { Name = "Events" }).ClickAsync();
        Assert.StartsWith("at,kind,server,", await DownloadAsync(page, "Export CSV of the changes"), StringComparison.Ordinal);
        await DownloadAsync(page, "Export JSON lines");

        await viewer.LogOutAsync();
        await Expect(page).ToHaveURLAsync($"{root}/login");
        Assert.Empty(strays);
    }

    private static async Task<string> DownloadAsync(IPage page, string link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
        Assert.Null(await download.FailureAsync());
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    private static void Add(List<string> list, string? text)
    {
        if (text is not null && !text.StartsWith("data:", StringComparison.Ordinal) && !text.StartsWith("blob:", StringComparison.Ordinal))
        {
            list.Add(text);
        }
    }

    private static async Task AssertCookiesAsync(IPage page, string scheme, string path)
    {
        var cookies = await page.Context.CookiesAsync();
        Assert.Equal(
            ["loadbalancer-dashboard", "loadbalancer-dashboard-form", "zone"],
            cookies.Select(cookie => cookie.Name).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie =>
        {
            Assert.Equal(scheme == "https", cookie.Secure);
            Assert.Equal(path, cookie.Path.TrimEnd('/'));
        });
    }

    private static (string, string)[] SettingsOf(Variant way) =>
    [
        ("Dashboard:TrustedProxies:0", "127.0.0.1"),
        .. (IEnumerable<(string, string)>)(way is Variant.StrippedNamed or Variant.None ? [] : [("Dashboard:PathBase", "/lb")]),
    ];

    private async Task<string> ConfigurationAsync(string scheme, Variant way, int port, string dashboard)
    {
        var certificate = _authority.IssueTo("nginx.pem", "lb.test");
        var file = Repository.PathOf("deploy", "nginx", "dashboard.conf");
        var documented = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var listen = $"listen unix:DIRECTORY/http.sock; listen 127.0.0.1:{port} {(scheme == "https" ? "ssl" : "")};";
        Assert.Contains(Pass, documented, StringComparison.Ordinal);
        Assert.Contains(Prefix, documented, StringComparison.Ordinal);
        return documented
            .Replace("listen 443 ssl;", listen, StringComparison.Ordinal)
            .Replace("/etc/nginx/tls/lb.example.pem", certificate, StringComparison.Ordinal)
            .Replace("127.0.0.1:59987", dashboard, StringComparison.Ordinal)
            .Replace(Pass, way is Variant.Stripped or Variant.StrippedNamed ? $"{Pass[..^1]}/;" : Pass, StringComparison.Ordinal)
            .Replace(Prefix, way is Variant.Kept or Variant.StrippedNamed ? Prefix : "X-Forwarded-Prefix '';", StringComparison.Ordinal)
            .Replace("location /lb/", way == Variant.None ? "location /" : "location /lb/", StringComparison.Ordinal);
    }
}
