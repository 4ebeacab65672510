using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Components;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the Servers page with few and many servers: what it shows, its filters, and changes to several servers at once.</summary>
public sealed class ServersTests(ShownDashboard dashboard, Chromium chromium) : IClassFixture<ShownDashboard>, IClassFixture<Chromium>
{
    private const int LargestPage = 150_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, Look.Light)]
    [InlineData(70, Look.Dark)]
    [InlineData(70, Look.Narrow)]
    [InlineData(500, Look.Light)]
    public async Task Servers_AnyNumber_IsAccessible(int servers, Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Of(servers), "/servers", look);

        await viewer.CheckAsync($"servers-{servers}-{look.ToString().ToLowerInvariant()}");

        await Expect(viewer.Page.Locator("tr[data-server]")).ToHaveCountAsync(Math.Min(servers, ServerRows.PageSize));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(1024)]
    [InlineData(821)]
    [InlineData(640)]
    [InlineData(400)]
    public async Task Servers_AnyWidth_ShowsTheActionsWithoutScrolling(int width)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Of(70), "/servers");
        await viewer.Page.SetViewportSizeAsync(width, 860);

        await viewer.CheckAsync($"servers-{width}");

        Assert.Equal(0, await viewer.Page.Locator(".table-scroll").EvaluateAsync<int>("table => table.scrollWidth - table.clientWidth"));
        var opener = ServerMenu.OpenerOf(viewer.Page, "backend-4");
        await opener.ScrollIntoViewIfNeededAsync();
        await Expect(opener).ToBeInViewportAsync(new() { Ratio = 0.95f });
    }

    [Fact]
    public async Task Servers_LiveColumns_ShowTheLastMinute()
    {
        var snapshot = SampleCluster.InUse();
        var minute = snapshot.Timeline.LastMinute;
        await using var viewer = await dashboard.ShowAsync(snapshot, "/servers");

        var row = viewer.Page.Locator("tr[data-server=backend-4]");
        var requests = minute.Of(new("backend-4")).Requests / minute.Length.TotalSeconds;
        await Expect(row.Locator("[data-part=rate]")).ToHaveTextAsync(LoadBalancer.Presentation.Figures.Rate(requests));
        var figures = TrafficFigures.Of(minute.Of(new("backend-4")));
        await Expect(row.Locator("[data-part=errors]")).ToHaveTextAsync($"{figures.ErrorColumnText}4xx: {figures.ClientErrorText}");
        await Expect(row.Locator("[data-part=errors].alarm")).ToHaveCountAsync(1);
        await Expect(row.Locator("[data-part=failed].alarm")).ToHaveTextAsync(figures.FailureColumnText);
        await Expect(row.Locator("[data-part=p99]")).ToContainTextAsync("ms");
        await Expect(viewer.Page.Locator("tr.is-bad")).ToHaveCountAsync(1);
        await Expect(viewer.Page.Locator("tr.is-bad .badge.bad")).ToHaveTextAsync("unhealthy");
        await Expect(viewer.Page.Locator("tr.is-warn .badge.warn")).ToHaveTextAsync("draining");
    }

    [Fact]
    public async Task Servers_TenThousand_ArePagedByTheDashboard()
    {
        await using var viewer = await dashboard.ShowAsync(Many(10_000), "/servers?sort=-in-flight&page=400");

        await Expect(viewer.Page.Locator("tr[data-server]")).ToHaveCountAsync(ServerRows.PageSize);
        await Expect(viewer.Page.Locator(".pager")).ToContainTextAsync("9976–10000 of 10,000 servers");
        await Expect(viewer.Page.Locator("tr[data-server]").Last).ToHaveAttributeAsync("data-server", "edge-1");
    }

    [Fact]
    public async Task Servers_FiveHundred_FitTheirPage()
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        host.View.Publish(SampleCluster.Of(500));
        using var client = new HttpClient();

        var page = await client.GetByteArrayAsync(new Uri($"{host.Url}/servers"), Token);

        Assert.InRange(page.Length, 20_000, LargestPage);
    }

    [Fact]
    public async Task Servers_Filters_AreInTheAddressAndSurviveAReload()
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        host.View.Publish(SampleCluster.InUse());
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await viewer.OpenAsync($"{host.Url}/servers?page=7");

        await page.GetByRole(AriaRole.Button, new() { Name = "5xx rate" }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{host.Url}/servers?sort=-errors");
        await page.Locator("#server-state").SelectOptionAsync("unhealthy");
        await Expect(page).ToHaveURLAsync($"{host.Url}/servers?sort=-errors&state=unhealthy");
        await page.Locator("#server-text").FillAsync("backend-4");
        await Eventually.TrueAsync(
            "the address has the text",
            () =>
            {
                host.Time.Advance(QueryState.Pause);
                return Task.FromResult(page.Url.EndsWith("&q=backend-4", StringComparison.Ordinal));
            },
            Patience);
        host.View.Publish(SampleCluster.InUse());
        await page.ReloadAsync();
        await viewer.UntilLiveAsync();

        await Expect(page.Locator("#server-text")).ToHaveValueAsync("backend-4");
        await Expect(page.Locator("#server-state")).ToHaveValueAsync("unhealthy");
        await Expect(page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("5xx rate");
    }

    [Theory]
    [InlineData("state=unhealthy", "backend-4")]
    [InlineData("q=%00%F0%9F%98%80%22%3E%3Cscript%3E", "")]
    [InlineData("state=%3Cb%3E&sort=%27%3B--&page=-1", "backend-1")]
    public async Task Servers_AnyAddress_ShowsWhatItMeans(string query, string first)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), $"/servers?{query}");

        var rows = viewer.Page.Locator("tr[data-server]");
        await (first.Length == 0
            ? Expect(viewer.Page.GetByText("No server matches")).ToBeVisibleAsync()
            : Expect(rows.First).ToHaveAttributeAsync("data-server", first));
        await viewer.CheckPolicyAsync();
    }

    [Fact]
    public async Task Servers_ThreeSelected_DrainAsOneChange()
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        foreach (var server in SampleCluster.InUse().Servers.Select(view => view.Server))
        {
            await host.Registry.ApplyAsync(
                new MembershipChange.Join(server.Id, server.Url, server.Weight, server.Instance, SampleCluster.Now), Token);
        }

        var before = await host.Registry.ReadAsync(Token);
        host.View.Publish(SampleCluster.InUse());
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await viewer.OpenAsync($"{host.Url}/servers");
        foreach (var id in new[] { "backend-1", "backend-2", "backend-6" })
        {
            await page.GetByLabel($"Select {id}", new() { Exact = true }).CheckAsync();
        }

        await Expect(page.Locator(".bulk [role=status]")).ToHaveTextAsync("3 selected");
        await viewer.CheckAsync("servers-selected");
        await page.Locator("[data-bulk=drain]").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Drain 3 servers?", Exact = true });
        await Expect(dialog).ToContainTextAsync("backend-1, backend-2, backend-6");
        await Expect(dialog.Locator(".dialog-effect")).ToContainTextAsync("of all keys get another server.");
        await viewer.CheckAsync("servers-selected-drain");
        await page.Locator("[data-action=confirm]").ClickAsync();

        await Expect(page.Locator(".message")).ToContainTextAsync("Draining 3 servers.");
        var after = await host.Registry.ReadAsync(Token);
        Assert.Equal(before.Version + 1, after.Version);
        Assert.Equal(
            ["backend-1", "backend-2", "backend-6"],
            after.Servers.Where(server => server.State == ServerState.Draining).Select(server => server.Id.Value));
        await Expect(page.Locator(".bulk")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Servers_SelectionOverPages_SurvivesPagesAndEndsWithAFilter()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Of(70), "/servers");
        var page = viewer.Page;
        var count = page.Locator(".bulk [role=status]");

        await page.GetByLabel("Select the servers on this page").CheckAsync();
        await Expect(count).ToHaveTextAsync("25 selected");
        await page.GetByText("Next").ClickAsync();
        await page.GetByLabel("Select backend-30", new() { Exact = true }).CheckAsync();
        await Expect(count).ToHaveTextAsync("26 selected");
        await page.GetByText("Select all 70").ClickAsync();
        await Expect(count).ToHaveTextAsync("70 selected");
        await page.Locator("[data-bulk=weight]").ClickAsync();
        await page.Locator("#number-value").FillAsync("50");
        await Expect(page.Locator("#number-note")).ToContainTextAsync("of all keys get another server.");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#server-state").SelectOptionAsync("unhealthy");

        await Expect(page.Locator(".bulk")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Servers_AllSelected_WarnsThatNoneIsLeft()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");

        await viewer.Page.GetByLabel("Select the servers on this page").CheckAsync();
        await viewer.Page.Locator("[data-bulk=remove]").ClickAsync();

        var dialog = viewer.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("No server is left to receive requests.");
        await Expect(dialog).ToContainTextAsync("5 of them register themselves.");
    }

    [Fact]
    public async Task Servers_Menu_OpensBesideItsButtonAndClosesOnEscape()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        var opener = ServerMenu.OpenerOf(page, "backend-3");

        await opener.ClickAsync();
        var menu = page.Locator(".menu:popover-open");
        await Expect(menu).ToBeVisibleAsync();
        await viewer.CheckAsync("servers-menu");
        var (button, box) = ((await opener.BoundingBoxAsync())!, (await menu.BoundingBoxAsync())!);
        Assert.InRange(box.Y - (button.Y + button.Height), 0, 12);
        Assert.InRange(box.X + box.Width, button.X, button.X + button.Width + 1);
        await page.Keyboard.PressAsync("Escape");

        await Expect(menu).ToHaveCountAsync(0);
        await Expect(opener).ToBeFocusedAsync();
    }

    /// <summary>Thousands of servers, without statistics of their own.</summary>
    private static DashboardSnapshot Many(int servers)
    {
        var snapshot = SampleCluster.InUse();
        return snapshot with
        {
            Servers = [.. Enumerable.Range(1, servers).Select(number => snapshot.Servers[0] with
            {
                Server = snapshot.Servers[0].Server with { Id = new($"edge-{number}") },
                InFlight = number,
            })],
        };
    }
}
