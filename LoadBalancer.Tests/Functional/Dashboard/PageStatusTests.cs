using System.Net;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests the status of pages about one server or gateway.</summary>
public sealed class PageStatusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/servers/nobody", HttpStatusCode.NotFound, "No server has the id")]
    [InlineData("/servers/%3Cb%3E%F0%9F%98%80", HttpStatusCode.NotFound, "No server has the id")]
    [InlineData("/servers/backend-1", HttpStatusCode.OK, "Health history")]
    [InlineData("/servers/edge-7", HttpStatusCode.OK, "It left in the last 30 minutes.")]
    [InlineData("/servers/idle", HttpStatusCode.OK, "Removed by ops.")]
    [InlineData("/servers/forgotten", HttpStatusCode.OK, "No server has the id")]
    [InlineData("/gateways/nobody", HttpStatusCode.NotFound, "No gateway has the name")]
    [InlineData("/gateways/gateway-1", HttpStatusCode.OK, "Placement settings")]
    [InlineData("/nothing", HttpStatusCode.NotFound, "Page not found")]
    public async Task Page_OfAServerOrGateway_HasTheStatusOfWhatItIsAbout(string path, HttpStatusCode status, string text)
    {
        await using var host = await EndToEnd.Dashboard.DashboardHost.StartAsync(SampleCluster.Now);
        var rolled = SampleCluster.Rolled();
        var idle = new DepartedServer(new("idle"), SampleCluster.Now.AddHours(-1), IsLost: false, "ops");
        host.View.Publish(rolled with { Departed = rolled.Departed.SetItem(idle.Id, idle) });
        await host.HealthLog.AppendAsync(
            [new HealthChange(SampleCluster.Now, new ServerProcess("forgotten@1"), nameof(HealthReason.Healthy), "probe")], Token);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{host.Url}{path}");
        request.Headers.Accept.ParseAdd("text/html");

        using var response = await client.SendAsync(request, Token);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(text, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
    }
}
