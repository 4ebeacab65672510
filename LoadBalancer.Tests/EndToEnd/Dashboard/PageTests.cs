using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>
/// Every page in every state that it was designed for fits its window, and axe finds nothing serious; pictures of them are
/// in the test's output, to be looked at.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class PageTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    public static TheoryData<string, Look> PagesAndLooks =>
        [.. from look in Enum.GetValues<Look>() from path in Viewer.Paths select new TheoryDataRow<string, Look>(path, look)];

    public static TheoryData<string> Pages => [.. Viewer.Paths];

    [Theory]
    [MemberData(nameof(PagesAndLooks))]
    public async Task Page_OfAClusterInUse_IsReadableByAll(string path, Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path, look);

        await viewer.CheckAsync($"{NameOf(path)}-{look.ToString().ToLowerInvariant()}");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/ring")]
    [InlineData("/servers")]
    public async Task Page_OfTwoHundredServers_IsReadableByAll(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Crowd(), path);

        await viewer.CheckAsync($"{NameOf(path)}-crowd");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfNothing_IsReadableByAll(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Nothing(), path);

        await viewer.CheckAsync($"{NameOf(path)}-empty");
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    public async Task Ring_OfAnotherAlgorithm_IsReadableByAll(PlacementAlgorithm algorithm)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(algorithm), "/ring");

        await viewer.CheckAsync($"ring-{algorithm.ToString().ToLowerInvariant()}");
    }

    [Fact]
    public async Task Overview_WithoutRedis_IsReadableByAll()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Stale(), "/", Look.Dark);

        await viewer.CheckAsync("overview-stale");
    }

    private static string NameOf(string path) => path == "/" ? "overview" : path[1..];
}
