using Deque.AxeCore.Playwright;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Dashboard.State;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>What axe finds on the pages: nothing serious.</summary>
[Collection(OneAtATime.Name)]
public sealed class AccessibilityTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] NotTolerated = ["serious", "critical"];

    public static TheoryData<string, ColorScheme> Pages =>
    [
        .. from look in new[] { ColorScheme.Light, ColorScheme.Dark }
           from path in DashboardPage.All
           select new TheoryDataRow<string, ColorScheme>(path, look),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Page_OfAClusterInUse_HasNoSeriousFinding(string path, ColorScheme look) => CheckAsync(SampleCluster.InUse(), path, look);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Page_OfNothing_HasNoSeriousFinding(string path, ColorScheme look) => CheckAsync(SampleCluster.Nothing(), path, look);

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public Task Overview_WithoutRedis_HasNoSeriousFinding(ColorScheme look) => CheckAsync(SampleCluster.Stale(), "/", look);

    [Fact]
    public Task Ring_OfAnotherAlgorithm_HasNoSeriousFinding() => CheckAsync(SampleCluster.InUse(PlacementAlgorithm.Maglev), "/ring", ColorScheme.Light);

    private async Task CheckAsync(DashboardSnapshot snapshot, string path, ColorScheme look)
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        host.View.Publish(snapshot);
        await using var viewer = await chromium.NewViewerAsync(look);
        var page = await viewer.NewPageAsync();
        await page.OpenAsync(host.Url + path);

        var found = await page.RunAxe();

        Assert.Empty(found.Violations.Where(violation => NotTolerated.Contains(violation.Impact)).Select(violation =>
            $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(4).Select(node => node.Html))}"));
    }
}
