using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>
/// Tests what a browser with an empty cache has to fetch before a page responds to clicks. That decides how long it takes over a slow
/// connection, and is the same on every machine.
/// </summary>
public sealed class ColdStartTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    private const int MostRequests = 18;
    private const int MostBytes = 300_000;

    [Theory]
    [InlineData("/", 6)]
    [InlineData("/", 500)]
    [InlineData("/servers", 500)]
    [InlineData("/what-if", 500)]
    public async Task Page_EmptyCache_NeedsFewRequestsAndBytes(string path, int servers)
    {
        var requests = new ConcurrentQueue<IRequest>();
        await using var viewer = await dashboard.ShowAsync(
            SampleCluster.Of(servers), path, before: page => page.RequestFinished += (_, request) => requests.Enqueue(request));

        var sizes = await Task.WhenAll(requests.Select(async request => (await request.SizesAsync()).ResponseBodySize));

        Assert.InRange(sizes.Length, 1, MostRequests);
        Assert.InRange(sizes.Sum(), 1, MostBytes);
    }
}
