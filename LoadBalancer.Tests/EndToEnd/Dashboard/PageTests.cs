using System.Globalization;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>
/// Checks that every page, in every state that it was designed for, fits its window and that axe finds no violation. The test output
/// contains screenshots to look at.
/// </summary>
public sealed class PageTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    public static TheoryData<string, Look> PagesAndLooks =>
        [.. from look in Enum.GetValues<Look>() from path in Viewer.Paths select new TheoryDataRow<string, Look>(path, look)];

    public static TheoryData<string> Pages => [.. Viewer.Paths];

    [Theory]
    [MemberData(nameof(PagesAndLooks))]
    public async Task Page_OfAClusterInUse_IsAccessible(string path, Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path, look);

        await viewer.CheckAsync($"{NameOf(path)}-{look.ToString().ToLowerInvariant()}");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/placement")]
    [InlineData("/servers")]
    public async Task Page_OfTwoHundredServers_IsAccessible(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Crowd(), path);

        await viewer.CheckAsync($"{NameOf(path)}-crowd");
        Assert.InRange((await viewer.CheckColoursAsync()).Length, 1, 10);
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Overview_MembersChanged_ShowsTheCurrentServers(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Rolled(), "/", look);

        await viewer.CheckAsync($"overview-rolled-{look.ToString().ToLowerInvariant()}");
        var coloured = await viewer.CheckColoursAsync();

        Assert.Equal(10, coloured.Length);
        Assert.Superset(SampleCluster.Rolled().Servers.Select(server => server.Server.Id.Value).ToHashSet(), coloured.ToHashSet());
        var others = viewer.Page.Locator(".timeline-legend tr", new() { HasText = "others" });
        await Assertions.Expect(others.Locator("td").First).ToHaveTextAsync("0");
    }

    [Fact]
    public async Task Overview_OfAYoungCluster_ComputesMeansFromItsFirstRequest()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Young(), "/");

        await viewer.CheckAsync("overview-young");

        await Assertions.Expect(viewer.Page.GetByText("averages since 11:59:00")).ToBeVisibleAsync();
        var total = viewer.Page.Locator(".timeline-legend tfoot td");
        var (mean, peak) = (await NumberAsync(total.Nth(1)), await NumberAsync(total.Nth(2)));
        Assert.InRange(mean, peak * 0.6, peak);

        static async Task<double> NumberAsync(ILocator cell) => double.Parse(await cell.InnerTextAsync(), CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfAnEmptyCluster_IsAccessible(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Nothing(), path);

        await viewer.CheckAsync($"{NameOf(path)}-empty");
    }

    [Fact]
    public async Task Overview_WithoutRedis_IsGreyAndHidesTheReasonUntilItIsWanted()
    {
        const string Reason = "It was not possible to connect to 10.0.0.9:6379.";
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Stale(Reason), "/", Look.Dark);

        await viewer.CheckAsync("overview-stale");
        var content = viewer.Page.Locator(".content");
        Assert.Equal("grayscale(1)", await content.EvaluateAsync<string>("content => getComputedStyle(content).filter"));
        await Assertions.Expect(viewer.Page.GetByText(Reason)).ToBeHiddenAsync();
        await viewer.Page.GetByText("Details").ClickAsync();
        await Assertions.Expect(viewer.Page.GetByText(Reason)).ToBeVisibleAsync();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfAnOutage_ReportsItAndShowsNothingInGreen(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Panic(), path);

        await viewer.CheckAsync($"{NameOf(path)}-outage");

        await Assertions.Expect(viewer.Page.Locator("[data-alarm=Critical]")).ToHaveTextAsync("Outage: no server is healthy.");
        await Assertions.Expect(viewer.Page.Locator(".side .badge.good, .notice.good")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Gateways_OneIsLost_IsRedWithTheTime()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostGateway(), "/gateways");

        await viewer.CheckAsync("gateways-lost");

        var row = viewer.Page.Locator("tr[data-gateway=gateway-2]");
        await Assertions.Expect(row.Locator(".badge.bad")).ToHaveTextAsync("not reporting since 11:59:05");
        await Assertions.Expect(viewer.Page.Locator("[data-alarm=Critical]")).ToHaveTextAsync("gateway-2 has not reported since 11:59:05.");
        await Assertions.Expect(viewer.Page.Locator(".side .badge.good, .notice.good")).ToHaveCountAsync(0);
        await Assertions.Expect(viewer.Page.GetByText("All gateways agree")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Narrow)]
    public async Task Gateways_SettingsDiffer_ShowsTheSettingBothValuesAndWhoHasWhich(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.DifferentSettings(), "/gateways", look);

        await viewer.CheckAsync($"gateways-settings-{look.ToString().ToLowerInvariant()}");

        await Assertions.Expect(viewer.Page.Locator("[data-alarm=Critical]")).ToHaveTextAsync("Gateways have different settings.");
        var rows = viewer.Page.Locator("tr[data-setting='Gateway:HashKey']");
        await Assertions.Expect(rows.Locator("td:nth-child(2)")).ToHaveTextAsync(["header:x-request-id, client-ip", "path"]);
        await Assertions.Expect(rows.Locator("td:nth-child(3)")).ToHaveTextAsync(["gateway-1", "gateway-2"]);
        await Assertions.Expect(viewer.Page.GetByText("gateway-3 runs an earlier version,")).ToHaveCountAsync(1);
        var earlier = viewer.Page.Locator("tr[data-gateway=gateway-3]");
        await Assertions.Expect(earlier.Locator(".badge")).ToHaveTextAsync("unknown");
        await Assertions.Expect(earlier.Locator("[data-reason]")).ToHaveTextAsync("Its version does not report its settings.");
        await Assertions.Expect(viewer.Page.Locator("tr[data-gateway=gateway-2] .badge.warn")).ToHaveTextAsync("clock 7 s ahead");
        await Assertions.Expect(viewer.Page.GetByText("All gateways agree")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Gateways_OneOfAnEarlierVersion_AreNotSaidToAgree()
    {
        await using (var viewer = await dashboard.ShowAsync(SampleCluster.EarlierVersion(), "/gateways"))
        {
            await Assertions.Expect(viewer.Page.Locator("tr[data-gateway=gateway-3] .badge")).ToHaveTextAsync("unknown");
            await Assertions.Expect(viewer.Page.Locator("tr[data-gateway=gateway-1] .badge")).ToHaveTextAsync("in sync");
            await Assertions.Expect(viewer.Page.GetByText("No difference is known.")).ToHaveCountAsync(1);
            await Assertions.Expect(viewer.Page.GetByText("All gateways agree")).ToHaveCountAsync(0);
        }

        await using var overview = await dashboard.ShowAsync(SampleCluster.EarlierVersion(), "/");
        var gateways = overview.Page.Locator("[data-figure=gateways]");
        await Assertions.Expect(gateways).ToContainTextAsync("3 of 3");
        await Assertions.Expect(gateways).ToContainTextAsync("2 agree, 1 unknown");
    }

    [Fact]
    public async Task Placement_GatewayReadsAnotherKey_IsNamedWithTheReason()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.DifferentSettings(), "/placement");
        await viewer.Page.Locator("#key").FillAsync("tenant-0042");

        await Assertions.Expect(viewer.Page.Locator("[data-elsewhere=gateway-2]")).ToHaveTextAsync(
            "gateway-2 may send it elsewhere: its Gateway:HashKey is 'path', not 'header:x-request-id, client-ip', so it may read another "
            + "key from the same request.");
        await viewer.CheckAsync("placement-elsewhere");
    }

    [Fact]
    public async Task Events_ChangesByOperators_AreListedSeparatelyAndExportable()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/events");

        await Assertions.Expect(viewer.Page.Locator("tr[data-change]")).ToHaveCountAsync(4);
        await Assertions.Expect(viewer.Page.Locator("tr[data-change=Weighted]")).ToContainTextAsync("100 → 200");
        await Assertions.Expect(viewer.Page.Locator("a[href='exports/changes?format=csv']")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Gateways_TwoWithTheSameId_ShowsBothAndTheRemedy()
    {
        var calm = SampleCluster.InUse();
        var twin = calm.Gateways[0] with { Process = new("gateway-1.2") };
        var clash = calm with { Gateways = calm.Gateways.Insert(1, twin), Namesakes = [new("gateway-1")] };
        await using var viewer = await dashboard.ShowAsync(clash, "/gateways");

        await Assertions.Expect(viewer.Page.Locator("tr[data-gateway=gateway-1]")).ToHaveCountAsync(2);
        await Assertions.Expect(viewer.Page.Locator("[data-alarm=Warning][data-kind=Names]"))
            .ToHaveTextAsync("Several gateways report as 'gateway-1': give each its own Gateway:Id.");
    }

    [Fact]
    public async Task Events_OfHealthChanges_AreReadableAndNameTheServers()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/events");

        var events = viewer.Page.GetByRole(AriaRole.Table, new() { Name = "Events, newest first" });
        await Assertions.Expect(events).ToContainTextAsync("backend-1, backend-2, backend-3 and 11 more");
        await Assertions.Expect(events).ToContainTextAsync("health checks failing");
        await Assertions.Expect(events).Not.ToContainTextAsync("ProbesFail");
    }

    [Fact]
    public async Task Servers_OneWithItsOwnHealthCheck_ShowsIt()
    {
        var snapshot = SampleCluster.InUse();
        var server = snapshot.Servers[0];
        var own = server with { Server = server.Server with { HealthCheck = "/ready" } };
        await using var viewer = await dashboard.ShowAsync(snapshot with { Servers = snapshot.Servers.SetItem(0, own) }, "/servers");

        var row = viewer.Page.Locator($"tr[data-server={server.Server.Id}]");
        await Assertions.Expect(row.Locator("[data-part=check]")).ToHaveTextAsync("health check: /ready");
        await Assertions.Expect(viewer.Page.Locator("[data-part=check]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Overview_ManyServers_ShowsTheWholeLegend()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Crowd(), "/");

        var legend = viewer.Page.Locator(".timeline-legend");
        await Assertions.Expect(legend).ToContainTextAsync("190 others");
        Assert.Equal(0, await legend.EvaluateAsync<int>("legend => legend.scrollHeight - legend.clientHeight"));
    }

    [Fact]
    public async Task Page_Narrow_ShowsWhetherItIsLive()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/", Look.Narrow);

        await Assertions.Expect(viewer.Page.Locator(".side .while-connected .badge")).ToBeVisibleAsync();
        await Assertions.Expect(viewer.Page.Locator(".side .while-lost")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(true, "checking")]
    [InlineData(false, "not checked yet")]
    public async Task Servers_OneWithUnknownHealth_ShowsWhatIsKnown(bool isProbed, string text)
    {
        var snapshot = SampleCluster.InUse();
        var server = snapshot.Servers[0] with { IsChecked = false };
        server = isProbed ? server : server with { Health = [] };
        await using var viewer = await dashboard.ShowAsync(snapshot with { Servers = snapshot.Servers.SetItem(0, server) }, "/servers");

        var row = viewer.Page.Locator($"tr[data-server={snapshot.Servers[0].Server.Id}]");
        await Assertions.Expect(row).ToContainTextAsync(text);
        await Assertions.Expect(row.Locator(".badge.good")).ToHaveCountAsync(0);
    }

    /// <summary>Moves the focus by keyboard through every focusable element of a page.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_ByKeyboard_ShowsWhereTheFocusIs(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path);
        await viewer.Page.Locator(".skip").FocusAsync();
        var stops = 0;
        while (true)
        {
            await viewer.Page.Keyboard.PressAsync("Tab");
            var seen = await viewer.Page.EvaluateAsync<string?>(
                """
                async () => {
                  const element = document.activeElement;
                  if (!element || element === document.body || element.dataset.visited) { return null; }
                  element.dataset.visited = "yes";
                  await Promise.all(element.getAnimations().map(animation => animation.finished));
                  const style = getComputedStyle(element);
                  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 ? "" : element.outerHTML.slice(0, 200);
                }
                """);
            if (seen is null)
            {
                break;
            }

            Assert.Equal("", seen);
            stops++;
        }

        Assert.True(stops > 8, $"only {stops} stops");
    }

    private static string NameOf(string path) => path == "/" ? "overview" : path[1..].Split('?')[0].Replace('/', '-');
}
