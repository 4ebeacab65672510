using System.Globalization;
using LoadBalancer.Tests.Functional;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests what an operator sees and does, in a real browser, on a cluster as users start it.</summary>
[Collection(OneAtATime.Name)]
public sealed class LiveDashboardTests(
    Chromium chromium, SharedCluster shared) : IClassFixture<Chromium>, IClassFixture<SharedCluster>, IAsyncLifetime
{
    private const int Requests = 3_000;
    private const int Connections = 16;
    private const float HangNoticedInMilliseconds = 8_000;
    private const float PatienceInMilliseconds = 30_000;

    private static readonly string[] Servers = ["backend-1", "backend-2", "backend-3"];
    private static readonly string[] SomeKeys = ["tenant-1", "tenant-2", "a <b>&amp;", "x"];

    private RunningCluster Cluster => shared.Cluster;

    /// <summary>Waits until the effects of the previous test on the servers are over.</summary>
    public async ValueTask InitializeAsync() =>
        await Cluster.UntilAsync("the cluster is as it was", () => Cluster.IsSettledAsync(Servers.Length), TimeSpan.FromSeconds(30));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Overview_UnderLoad_ShowsTheSharesAndTotalsOfStats()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/");

        await Load.SendAsync(Cluster.Gateway, Load.Keys("overview", Requests), Connections);

        // The gateway may count the last requests just after their clients have received the responses.
        await Cluster.UntilAsync(
            "the page shows the total of /stats",
            async () => await CountAsync(page.Locator("tfoot tr:last-child [data-part=total]")) == (await Cluster.StatsAsync()).Total,
            TimeSpan.FromMilliseconds(PatienceInMilliseconds));
        var stats = await Cluster.StatsAsync();
        foreach (var id in Servers)
        {
            var row = page.Locator($"tr[data-server={id}]").Last;
            Assert.Equal(stats.Of(id).Requests, await CountAsync(row.Locator("[data-part=total]")));

            // The statistics are written once a second, after the counts, and the page and the API read them at different times. The share
            // beside the bar covers only the time since the dashboard started, and other tests restart it.
            await Cluster.UntilAsync(
                $"the page shows the share of {id} that the API has",
                async () => Math.Abs(await RecentShareAsync(id) - await ShareAsync(row)) <= 0.002,
                TimeSpan.FromSeconds(10));
        }

        async Task<double> ShareAsync(ILocator row) =>
            (double)await CountAsync(row.Locator("[data-part=recent]"))
            / await CountAsync(page.Locator("tfoot tr:last-child [data-part=recent]"));
    }

    [Fact]
    public async Task Servers_DrainClicked_MovesTheTraffic()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/servers");
        var keys = Load.Keys("drain", 500);
        var before = await Load.SendAsync(Cluster.Gateway, keys, Connections);
        Assert.Contains("backend-2", before.Values);

        await ServerMenu.ChooseAsync(page, "Drain backend-2");
        await page.Locator("[data-action=confirm]").ClickAsync();
        await Expect(page.Locator("tr[data-server=backend-2]")).ToContainTextAsync("draining");
        await Cluster.UntilAsync("both gateways know", () => AreAllAsync("backend-2", "draining"), TimeSpan.FromSeconds(5));
        var during = await Load.SendAsync(Cluster.Gateway, keys, Connections);

        await ServerMenu.ChooseAsync(page, "Activate backend-2");
        await Expect(page.Locator("tr[data-server=backend-2]")).Not.ToContainTextAsync("draining");
        await Cluster.UntilAsync("both gateways know", () => AreAllAsync("backend-2", "active"), TimeSpan.FromSeconds(5));

        Assert.DoesNotContain("backend-2", during.Values);
        Assert.Equal(before, await Load.SendAsync(Cluster.Gateway, keys, Connections));
    }

    [Fact]
    public async Task Page_DashboardRestarted_ReportsTheDisconnectAndReloads()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/servers");
        await page.EvaluateAsync("window.isOld = true");

        var process = Cluster.ProcessOf("dashboard");
        RunningProgram.Signal(process, "KILL");
        await Expect(page.Locator(".while-lost")).ToBeVisibleAsync(new() { Timeout = PatienceInMilliseconds });
        await Expect(page.Locator(".while-connected").First).ToBeHiddenAsync();

        await Cluster.UntilAsync("the page has changed", async () => await IsOldAsync() is false, TimeSpan.FromSeconds(60));
        await Expect(page.Locator("tr[data-server=backend-1]")).ToBeVisibleAsync(new() { Timeout = PatienceInMilliseconds });
        await Expect(page.Locator(".while-lost")).ToBeHiddenAsync();
        Assert.NotEqual(process, Cluster.ProcessOf("dashboard"));

        async Task<bool?> IsOldAsync()
        {
            try
            {
                return await page.EvaluateAsync<bool>("window.isOld === true && document.readyState === 'complete'");
            }
            catch (PlaywrightException)
            {
                // The page is loading.
                return null;
            }
        }
    }

    [Fact]
    public async Task Page_DashboardHangs_ReportsItWithinSecondsAndRecovers()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/servers");
        await Expect(page.Locator(".while-lost")).ToBeHiddenAsync();
        var process = Cluster.ProcessOf("dashboard");
        RunningProgram.Signal(process, "STOP");
        try
        {
            await Expect(page.Locator(".while-lost")).ToBeVisibleAsync(new() { Timeout = HangNoticedInMilliseconds });
            await Expect(page.Locator(".while-connected").First).ToBeHiddenAsync();
        }
        finally
        {
            RunningProgram.Signal(process, "CONT");
        }

        await Expect(page.Locator(".while-lost")).ToBeHiddenAsync(new() { Timeout = PatienceInMilliseconds });
        var drain = page.GetByLabel("Drain backend-2", new() { Exact = true });
        await Expect(drain).ToBeEnabledAsync(new() { Timeout = PatienceInMilliseconds });
    }

    [Fact]
    public async Task Placement_KeyEntered_ShowsTheServerThatTheGatewayUses()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/placement");

        foreach (var key in SomeKeys)
        {
            var (status, server) = await Load.GetAsync(Cluster.Gateway, key, TestContext.Current.CancellationToken);
            Assert.Equal(200, status);

            await page.Locator("#key").FillAsync(key);

            await Expect(page.Locator("[data-choice='0'] .server .id")).ToHaveTextAsync(server);
            await Expect(page.Locator("[data-choice='2']")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task WhatIf_Applied_MovesAsManyKeysAsPredicted()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/what-if");
        var keys = Load.Keys("what-if", Requests);
        var before = await Load.SendAsync(Cluster.Gateway, keys, Connections);

        await page.Locator("#edit-kind").SelectOptionAsync("weight");
        await page.Locator("#edit-server").SelectOptionAsync("backend-1");
        await page.Locator("#edit-weight").FillAsync("250");
        await page.GetByText("Add to the plan").ClickAsync();
        var foreseen = await PercentAsync(page.Locator(".figures dd").First);
        var version = await VersionAsync();
        await page.Locator("[data-action=apply]").ClickAsync();
        await page.Locator("[data-action=confirm]").ClickAsync();
        await Cluster.UntilAsync("the gateway follows", async () => await VersionAsync() > version, TimeSpan.FromSeconds(10));
        var after = await Load.SendAsync(Cluster.Gateway, keys, Connections);

        var moved = keys.Count(key => !string.Equals(before[key], after[key], StringComparison.Ordinal));
        Assert.Equal(foreseen, (double)moved / keys.Length, tolerance: 0.03);
        Assert.All(
            keys.Where(key => !string.Equals(before[key], after[key], StringComparison.Ordinal)),
            key => Assert.Equal("backend-1", after[key]));
        await SetWeightBackAsync(viewer);
    }

    [Fact]
    public async Task WhatIf_DrainInsteadOfRemove_MovesTheKeysUntilActivation()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/what-if");
        var keys = Load.Keys("what-if-drain", Requests);
        var before = await Load.SendAsync(Cluster.Gateway, keys, Connections);

        await PlanAsync(page, "remove", "backend-3");
        await page.Locator("[data-action=drain-instead]").ClickAsync();
        await Expect(page.Locator("tr[data-server=backend-3]")).ToContainTextAsync("drains");
        var foreseen = await PercentAsync(page.Locator(".figures dd").First);
        await ApplyAsync(page);
        await Cluster.UntilAsync("both gateways know", () => AreAllAsync("backend-3", "draining"), TimeSpan.FromSeconds(10));
        var during = await Load.SendAsync(Cluster.Gateway, keys, Connections);

        await PlanAsync(page, "activate", "backend-3");
        await ApplyAsync(page);
        await Cluster.UntilAsync("both gateways know", () => AreAllAsync("backend-3", "active"), TimeSpan.FromSeconds(10));

        var moved = keys.Where(key => !string.Equals(before[key], during[key], StringComparison.Ordinal)).ToArray();
        Assert.Equal(foreseen, (double)moved.Length / keys.Length, tolerance: 0.03);
        Assert.All(moved, key => Assert.Equal("backend-3", before[key]));
        Assert.DoesNotContain("backend-3", during.Values);
        Assert.Equal(before, await Load.SendAsync(Cluster.Gateway, keys, Connections));
    }

    [Fact]
    public async Task Servers_OneHangsAndDies_TurnsRedAndReturns()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/servers");
        var row = page.Locator("tr[data-server=backend-3]");
        await Expect(row.Locator(".badge.good")).ToHaveTextAsync("healthy", new() { Timeout = PatienceInMilliseconds });

        var process = Cluster.ProcessOf("backend-3");
        RunningProgram.Signal(process, "STOP");
        await Expect(row.Locator(".badge.bad")).ToHaveTextAsync("unhealthy", new() { Timeout = PatienceInMilliseconds });
        RunningProgram.Signal(process, "KILL");

        await Expect(row.Locator(".badge.good")).ToHaveTextAsync("healthy", new() { Timeout = PatienceInMilliseconds });
        Assert.NotEqual(process, Cluster.ProcessOf("backend-3"));
        await viewer.OpenAsync(Url("/events"));
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Events, newest first" })).ToContainTextAsync("backend-3");
    }

    [Fact]
    public async Task Servers_CountChanged_IsAppliedByTheAppHost()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/servers");

        await SetReplicasAsync(page, 4);
        await Expect(page.Locator("tr[data-server=backend-4]")).ToBeVisibleAsync(new() { Timeout = PatienceInMilliseconds });
        await SetReplicasAsync(page, 3);

        await Expect(page.Locator("tr[data-server=backend-4]")).ToHaveCountAsync(0, new() { Timeout = PatienceInMilliseconds });
    }

    [Fact]
    public async Task HotKeys_KeyWithMarkup_IsShownAsText()
    {
        const string Key = "<img src=x onerror=document.title='broken-in'>";
        for (var i = 0; i < 500; i++)
        {
            await Load.GetAsync(Cluster.Gateway, Key, TestContext.Current.CancellationToken);
        }

        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = await OpenAsync(viewer, "/hot-keys");

        await Expect(page.Locator("table")).ToContainTextAsync(Key, new() { Timeout = PatienceInMilliseconds });
        await Expect(page.Locator("table img")).ToHaveCountAsync(0);
        Assert.DoesNotContain("broken-in", await page.TitleAsync(), StringComparison.Ordinal);
    }

    private static async Task<long> CountAsync(ILocator figure) =>
        long.Parse(await figure.InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static async Task<double> PercentAsync(ILocator figure)
    {
        var text = (await figure.InnerTextAsync()).Split('\n')[0].Replace("%", "", StringComparison.Ordinal).Trim();
        return double.Parse(text, CultureInfo.InvariantCulture) / 100;
    }

    private static async Task PlanAsync(IPage page, string kind, string server)
    {
        await page.Locator("#edit-kind").SelectOptionAsync(kind);
        await page.Locator("#edit-server").SelectOptionAsync(server);
        await page.GetByText("Add to the plan").ClickAsync();
    }

    private static async Task ApplyAsync(IPage page)
    {
        await page.Locator("[data-action=apply]").ClickAsync();
        await page.Locator("[data-action=confirm]").ClickAsync();
        await Expect(page.Locator(".plan")).ToHaveCountAsync(0);
    }

    private static async Task SetReplicasAsync(IPage page, int count)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await page.Locator("#number-value").FillAsync(count.ToString(CultureInfo.InvariantCulture));
        await page.GetByText("Set target").ClickAsync();
        await Expect(page.GetByText($"Target set to {count}.")).ToBeVisibleAsync();
    }

    private async Task SetWeightBackAsync(Viewer viewer)
    {
        var page = await OpenAsync(viewer, "/servers");
        await ServerMenu.ChooseAsync(page, "Change the weight of backend-1");
        await page.Locator("#number-value").FillAsync("100");
        await page.GetByText("Set weight", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByText("Weight of backend-1 set to 100.")).ToBeVisibleAsync();
    }

    private async Task<long> VersionAsync() => (await Cluster.StatsAsync()).Json.GetProperty("ring").GetProperty("version").GetInt64();

    private async Task<double> RecentShareAsync(string id)
    {
        using var response = await Cluster.Gateway.GetAsync("/stats?window=30m", TestContext.Current.CancellationToken);
        var stats = new Stats(await response.EnsureSuccessStatusCode().ReadJsonAsync());
        return (double)stats.Of(id).Requests / stats.Total;
    }

    private async Task<bool> AreAllAsync(string id, string state)
    {
        for (var gateway = 0; gateway < Cluster.Gateways.Count; gateway++)
        {
            if (!(await Cluster.StatsAsync(gateway)).Server(id).GetProperty("state").ValueEquals(state))
            {
                return false;
            }
        }

        return true;
    }

    private string Url(string path) => new Uri(Cluster.Dashboard.BaseAddress!, path).ToString();

    private async Task<IPage> OpenAsync(Viewer viewer, string path)
    {
        viewer.Page.SetDefaultTimeout(PatienceInMilliseconds);
        await viewer.OpenAsync(Url(path));
        return viewer.Page;
    }
}
