using System.Net;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests the tables of the pages as CSV, with the filters of the page's address.</summary>
public sealed class TableExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_WithTheFiltersOfThePage_HasThoseInItsOrder()
    {
        await using var host = await EndToEnd.Dashboard.DashboardHost.StartAsync(SampleCluster.Now);
        host.View.Publish(SampleCluster.InUse());
        using var client = new HttpClient();

        using var all = await client.GetAsync(new Uri($"{host.Url}/exports/servers?sort=-server"), Token);
        var some = await ReadAsync(client, $"{host.Url}/exports/servers?q=BACKEND&state=unhealthy");

        Assert.Equal(
            ("text/csv", "servers.csv", true),
            (all.Content.Headers.ContentType!.MediaType, all.Content.Headers.ContentDisposition!.FileName,
                all.Headers.CacheControl!.NoStore));
        Assert.StartsWith("id,url,state,health,", await all.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(
            ["backend-6", "backend-5", "backend-4", "backend-3", "backend-2", "backend-1"],
            (await ReadAsync(client, $"{host.Url}/exports/servers?sort=-server")).Select(row => row[0]));
        Assert.Equal(["backend-4", "http://10.0.0.14:8080", "active", "unhealthy"], Assert.Single(some)[..4]);
    }

    [Fact]
    public async Task HotKeysAndEvents_OfHostileText_HaveNoFormula()
    {
        var calm = SampleCluster.InUse();
        await using var host = await EndToEnd.Dashboard.DashboardHost.StartAsync(SampleCluster.Now);
        host.View.Publish(calm with
        {
            HotKeys =
            [
                new(new("=cmd|' /C calc'!A0", 1, 7, 1), 0.5, new("backend-1")) { Recent = new(0.6, HotKeyTrend.Rising) },
                new(new("a,\"b\"\r\n", 2, 5, 0), 0.25, null),
            ],
        });
        using var client = new HttpClient();

        var keys = await client.GetStringAsync(new Uri($"{host.Url}/exports/hot-keys"), Token);
        var events = await ReadAsync(client, $"{host.Url}/exports/events?kind=health");
        var gateways = await ReadAsync(client, $"{host.Url}/exports/gateways");

        Assert.Equal(
            "key,requestsAtMost,overcountAtMost,trafficShareAtMost,recentShareAtMost,trend,owner\r\n"
            + "'=cmd|' /C calc'!A0,7,1,0.5,0.6,rising,backend-1\r\n\"a,\"\"b\"\"\r\n\",5,0,0.25,,,\r\n",
            keys);
        Assert.NotEmpty(events);
        Assert.All(events, row => Assert.Contains(row[1], (string[])["Unhealthy", "Healthy"]));
        Assert.Equal(calm.Gateways.Select(gateway => gateway.Status.Name.Value), gateways.Select(row => row[0]));
    }

    [Theory]
    [InlineData("/exports/servers")]
    [InlineData("/exports/gateways")]
    [InlineData("/exports/hot-keys")]
    [InlineData("/exports/events")]
    public async Task Export_WithAKey_NeedsALoginAndRefusesOtherParameters(string path)
    {
        await using var host = await DashboardHost.StartWithKeyAsync(("Dashboard:PathBase", "/lb"));

        using var without = await host.GetAsync($"/lb{path}");
        using var other = await host.GetAsync($"/lb{path}?page=2", ("Authorization", $"Bearer {DashboardHost.Key}"));
        using var with = await host.GetAsync($"/lb{path}", ("Authorization", $"Bearer {DashboardHost.Key}"));

        Assert.NotEqual(HttpStatusCode.OK, without.StatusCode);
        await other.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    private static async Task<string[][]> ReadAsync(HttpClient client, string url) =>
        [.. (await client.GetStringAsync(new Uri(url), Token)).Split("\r\n")[1..^1].Select(line => line.Split(','))];
}
