using LoadBalancer.Dashboard.State;
using LoadBalancer.Core.Hashing;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Pictures of every page in every state that it was designed for, in the test's output: to be looked at.</summary>
[Collection(OneAtATime.Name)]
public sealed class ScreenshotTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    public static TheoryData<string, ColorScheme, int> Looks =>
    [
        .. from look in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 400) }
           from path in DashboardPage.All
           select new TheoryDataRow<string, ColorScheme, int>(path, look.Item1, look.Item2),
    ];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Page_OfAClusterInUse_FitsItsWidth(string path, ColorScheme look, int width) =>
        await TakeAsync(SampleCluster.InUse(), path, look, width, $"{NameOf(path)}-{(width < 500 ? "narrow" : look.ToString().ToLowerInvariant())}");

    [Theory]
    [InlineData("/")]
    [InlineData("/ring")]
    [InlineData("/servers")]
    public async Task Page_OfTwoHundredServers_FitsItsWidth(string path) =>
        await TakeAsync(SampleCluster.Crowd(), path, ColorScheme.Light, 1280, $"{NameOf(path)}-crowd");

    [Theory]
    [InlineData("/")]
    [InlineData("/ring")]
    [InlineData("/servers")]
    [InlineData("/gateways")]
    [InlineData("/what-if")]
    [InlineData("/events")]
    [InlineData("/hot-keys")]
    public async Task Page_OfNothing_FitsItsWidth(string path) =>
        await TakeAsync(SampleCluster.Nothing(), path, ColorScheme.Light, 1280, $"{NameOf(path)}-empty");

    [Theory]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    public async Task Ring_OfAnotherAlgorithm_FitsItsWidth(PlacementAlgorithm algorithm) =>
        await TakeAsync(SampleCluster.InUse(algorithm), "/ring", ColorScheme.Light, 1280, $"ring-{algorithm.ToString().ToLowerInvariant()}");

    [Fact]
    public async Task Overview_WithoutRedis_FitsItsWidth() =>
        await TakeAsync(SampleCluster.Stale(), "/", ColorScheme.Dark, 1280, "overview-stale");

    private async Task TakeAsync(DashboardSnapshot snapshot, string path, ColorScheme look, int width, string name)
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        host.View.Publish(snapshot);
        await using var viewer = await chromium.NewViewerAsync(look, width);
        var page = await viewer.NewPageAsync();

        await page.OpenAsync(host.Url + path);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true });

        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.Equal(0, overflow);
    }

    private static string NameOf(string path) => path == "/" ? "overview" : path[1..];
}
