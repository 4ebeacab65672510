using Deque.AxeCore.Playwright;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>What axe finds on the pages: nothing serious.</summary>
[Collection(OneAtATime.Name)]
public sealed class AccessibilityTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    private static readonly string[] NotTolerated = ["serious", "critical"];

    public static TheoryData<string, Look> PagesAndLooks =>
        [.. from look in Enum.GetValues<Look>() from path in Viewer.Paths select new TheoryDataRow<string, Look>(path, look)];

    [Theory]
    [MemberData(nameof(PagesAndLooks))]
    public async Task Page_OfAClusterInUse_HasNoSeriousFinding(string path, Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path, look);

        await AssertAsync(viewer);
    }

    [Theory]
    [MemberData(nameof(PagesAndLooks))]
    public async Task Page_OfNothing_HasNoSeriousFinding(string path, Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Nothing(), path, look);

        await AssertAsync(viewer);
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    public async Task Overview_WithoutRedis_HasNoSeriousFinding(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Stale(), "/", look);

        await AssertAsync(viewer);
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    public async Task Ring_OfAnotherAlgorithm_HasNoSeriousFinding(PlacementAlgorithm algorithm)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(algorithm), "/ring");

        await AssertAsync(viewer);
    }

    /// <summary>Lets axe look at what the viewer sees.</summary>
    internal static async Task AssertAsync(Viewer viewer)
    {
        var found = await viewer.Page.RunAxe();

        Assert.Empty(found.Violations.Where(violation => NotTolerated.Contains(violation.Impact)).Select(violation =>
            $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(4).Select(node => node.Html))}"));
    }
}
