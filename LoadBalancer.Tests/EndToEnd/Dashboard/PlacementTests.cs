using System.Globalization;
using System.Text.RegularExpressions;
using LoadBalancer.Core.Hashing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the placement of keys as operators see it: the shares of every algorithm, and the lookup of any key.</summary>
public sealed class PlacementTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData(PlacementAlgorithm.Ring, 3, true, "points", Look.Light)]
    [InlineData(PlacementAlgorithm.Ring, 12, true, "points", Look.Dark)]
    [InlineData(PlacementAlgorithm.Ring, 13, false, "points", Look.Light)]
    [InlineData(PlacementAlgorithm.Ketama, 6, true, "points", Look.Light)]
    [InlineData(PlacementAlgorithm.Maglev, 6, false, "entries", Look.Light)]
    [InlineData(PlacementAlgorithm.Maglev, 70, false, "entries", Look.Narrow)]
    [InlineData(PlacementAlgorithm.Rendezvous, 6, false, null, Look.Light)]
    [InlineData(PlacementAlgorithm.Rendezvous, 70, false, null, Look.Dark)]
    [InlineData(PlacementAlgorithm.Ring, 500, false, "points", Look.Light)]
    public async Task Shares_OfAnAlgorithm_ShowWhatItHas(
        PlacementAlgorithm algorithm, int servers, bool hasCircle, string? noun, Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Of(servers, algorithm), "/placement", look);

        await viewer.CheckAsync($"placement-{algorithm}-{servers}-{look}".ToLowerInvariant());

        var page = viewer.Page;
        await Expect(page.Locator("svg.ring")).ToHaveCountAsync(hasCircle ? 1 : 0);
        await Expect(page.Locator("tr[data-server]")).ToHaveCountAsync(Math.Min(servers, 25));
        await Expect(page.Locator("td[data-label=Deviation]")).ToHaveCountAsync(
            algorithm == PlacementAlgorithm.Rendezvous ? 0 : Math.Min(servers, 25));
        await Expect(page.Locator("[data-part=about]")).ToContainTextAsync(
            algorithm == PlacementAlgorithm.Rendezvous ? "No keys are sampled" : "The shares are exact");
        var head = page.Locator(".card-head", new() { HasText = "Key share by server" }).Locator(".note");
        await Expect(head).ToHaveTextAsync(Pattern(noun is null ? $"^{algorithm}$" : $"^{algorithm}, [0-9,]+ {noun}$"));
    }

    [Fact]
    public async Task Shares_DrainingUnhealthyAndSlowlyStarting_AreSaid()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/placement");

        var row = (string id) => viewer.Page.Locator($"tr[data-server={id}]");
        await Expect(row("backend-5")).ToContainTextAsync("draining: gets no keys");
        await Expect(row("backend-5").Locator("td[data-label='Key share']")).ToHaveTextAsync("0.0%");
        await Expect(row("backend-4")).ToContainTextAsync("unhealthy: skipped for now");
        await Expect(row("backend-3")).ToContainTextAsync("ramping up (40)");
        await Expect(row("backend-2").Locator("td[data-label=Expected]")).ToHaveTextAsync("37.0%");
    }

    [Fact]
    public async Task Shares_SortedAndPaged_AreInTheAddress()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Of(70), "/placement?key=tenant-0042");
        var page = viewer.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Deviation" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Expect(page.GetByText("26–50 of 70 servers")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(Pattern("/placement\\?key=tenant-0042&sort=-deviation&page=2$"));
        var shown = await ServersAsync(page);

        await page.ReloadAsync();
        await viewer.UntilLiveAsync();
        Assert.Equal(shown, await ServersAsync(page));
        await Expect(page.Locator("#key")).ToHaveValueAsync("tenant-0042");
    }

    [Theory]
    [InlineData("%00", "\0", "\\u0000")]
    [InlineData("%F0%9F%A6%8A", "🦊", null)]
    [InlineData("a%E2%80%AEb", "a\u202Eb", "a\\u202Eb")]
    [InlineData("%3Cscript%3Ealert(1)%3C%2Fscript%3E", "<script>alert(1)</script>", null)]
    [InlineData("a+b%26c%3Dd%23e", "a b&c=d#e", null)]
    [InlineData("..%2F..%2Fetc", "../../etc", null)]
    public async Task Lookup_OfAnyKeyInTheAddress_FindsItsOwner(string escaped, string key, string? spelled)
    {
        var snapshot = SampleCluster.InUse();
        await using var viewer = await dashboard.ShowAsync(snapshot, $"/placement?key={escaped}");

        await AssertOwnerAsync(viewer, key);
        var notice = viewer.Page.Locator("[data-part=spelled]");
        await (spelled is null ? Expect(notice).ToHaveCountAsync(0) : Expect(notice).ToContainTextAsync(spelled));
        await viewer.CheckPolicyAsync();
    }

    [Fact]
    public async Task Lookup_OfALongKey_FindsItsOwnerAndKeepsTheAddressShort()
    {
        var key = string.Concat(Enumerable.Repeat("🦊", 512));
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), $"/placement?key={new string('k', 1_024)}", Look.Narrow);
        await AssertOwnerAsync(viewer, new('k', 1_024));
        await viewer.CheckAsync("placement-long-key");

        await viewer.Page.Locator("#key").FillAsync(key);

        await AssertOwnerAsync(viewer, key);
        await Expect(viewer.Page.GetByText("The key is too long for the page’s address")).ToBeVisibleAsync();
        await Expect(viewer.Page).Not.ToHaveURLAsync(Pattern("key="));
    }

    [Fact]
    public async Task HotKeys_EachWholeKey_LinksToItsLookup()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/hot-keys");
        var page = viewer.Page;
        await Expect(page.Locator("tr", new() { HasText = "session-7f3a91" }).Locator("[data-part=recent]")).ToContainTextAsync("rising");
        await Expect(page.Locator("tr", new() { HasText = "tenant-0007" }).Locator("[data-part=recent]")).ToContainTextAsync("falling");
        await Expect(page.Locator("tr", new() { HasText = "tenant-0042" }).Locator("[data-part=recent]")).ToHaveTextAsync("4.88%");
        var cut = page.Locator("tr", new() { HasText = "token-" });
        await Expect(cut).ToContainTextAsync("only the first 128 characters are kept: it cannot be looked up");
        await Expect(cut.Locator("th a")).ToHaveCountAsync(0);
        await Expect(page.Locator("tr", new() { HasText = "abc\\u202Efdp.exe" })).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Link, new() { Name = "/catalog/shoes?page=1" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(Pattern("/placement\\?key=%2Fcatalog%2Fshoes%3Fpage%3D1$"));
        await AssertOwnerAsync(viewer, "/catalog/shoes?page=1");
    }

    private static Task<string[]> ServersAsync(IPage page) =>
        page.Locator("tr[data-server]").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.server)");

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task AssertOwnerAsync(Viewer viewer, string key)
    {
        var cluster = SampleCluster.InUse().Cluster;
        var hash = cluster.HashOf(key);
        await Expect(viewer.Page.Locator("[data-choice='0'] .server .id"))
            .ToHaveTextAsync(cluster.Membership.Servers[cluster.Placement.Owner(hash)].Id.Value);
        await Expect(viewer.Page.GetByText(hash.ToString("x16", CultureInfo.InvariantCulture))).ToBeVisibleAsync();
    }
}
