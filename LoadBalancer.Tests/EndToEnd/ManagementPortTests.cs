using System.Globalization;
using System.Net;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Tests a complete cluster whose gateways serve their own endpoints on separate ports.</summary>
[Collection(OneAtATime.Name)]
public sealed class ManagementPortTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_WithManagementPorts_BecomesReadyAndProxiesStatsPaths()
    {
        var port = FreePorts.Find(2);
        await using var cluster = await RunningCluster.StartAsync(
            backends: 1, gateways: 2, redis: null, ("Gateway__ManagementPort", port.ToString(CultureInfo.InvariantCulture)),
            ("Gateway__ManagementPath", "/_lb"));

        for (var i = 0; i < 2; i++)
        {
            using var management = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", port + i).Uri };
            using var stats = await management.GetAsync("/_lb/stats", Token);
            using var other = await cluster.Gateways[i].GetAsync("/_lb/stats", Token);
            using var greeting = await cluster.Gateways[i].GetAsync("/", Token);

            Assert.Equal(
                (HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK), (stats.StatusCode, other.StatusCode, greeting.StatusCode));
        }
    }
}
