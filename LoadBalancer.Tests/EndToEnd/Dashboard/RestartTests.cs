using System.Net;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests a browser that has cookies from an earlier run of the dashboard.</summary>
public sealed class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/login")]
    [InlineData("/")]
    public async Task Page_CookiesOfAnEarlierRun_LogsNoError(string path)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new() };
        using var browser = new HttpClient(handler);
        string before;
        await using (var host = await DashboardHost.StartAsync(SampleCluster.Now))
        {
            using var page = await browser.GetAsync(host.Url + path, Token);
            before = Assert.Single(page.Headers.GetValues("Set-Cookie"));
        }

        await using var restarted = await DashboardHost.StartAsync(SampleCluster.Now);
        using var again = await browser.GetAsync(restarted.Url + path, Token);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.NotEqual(before, Assert.Single(again.Headers.GetValues("Set-Cookie")));
        Assert.DoesNotContain(restarted.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }
}
