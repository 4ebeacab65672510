using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the pages of one server and of one gateway in a browser.</summary>
public sealed class ServerPageTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData("/servers/nobody", "server-unknown", "No server has the id 'nobody'")]
    [InlineData("/gateways/nobody", "gateway-unknown", "No gateway has the name 'nobody'")]
    public async Task Page_OfNobody_SaysSo(string path, string name, string text)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path);

        await viewer.CheckAsync(name);

        await Assertions.Expect(viewer.Page.GetByText(text)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Links_LeadFromTheListsToThePages()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");

        await viewer.Page.Locator("tr[data-server=backend-2] th a").ClickAsync();
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("backend-2");
        await Assertions.Expect(viewer.Page.Locator(".nav [aria-current=page]")).ToHaveTextAsync("Servers");
        await viewer.Page.Locator("[data-verdict=gateway-1] a").ClickAsync();
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("gateway-1");
        await viewer.Page.Locator("tr[data-unhealthy=backend-4] a").ClickAsync();
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("backend-4");
    }

    [Theory]
    [InlineData(null, "no", "Draining.")]
    [InlineData(5, "yes", "Drained: safe to stop.")]
    public async Task Server_Draining_IsSaidToBeSafeToStopOnlyWhenItIs(int? idleFor, string isDrained, string text)
    {
        var calm = SampleCluster.EarlierVersion();
        var server = calm.Find(new("backend-5"))!;
        var shown = server with
        {
            InFlight = idleFor is null ? 3 : 0,
            IdleSince = idleFor is { } seconds ? calm.At.AddSeconds(-seconds) : null,
        };
        await using var viewer = await dashboard.ShowAsync(
            calm with { Servers = calm.Servers.Replace(server, shown) }, "/servers/backend-5");

        await Assertions.Expect(viewer.Page.Locator($"[data-drained={isDrained}]")).ToHaveTextAsync(text);
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Activate" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Server_ThatHasLeft_ShowsItsLastRequests()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Rolled(), "/servers/edge-7");

        await Assertions.Expect(viewer.Page.Locator("[data-departed=left]")).ToContainTextAsync("It left in the last 30 minutes.");
        await Assertions.Expect(viewer.Page.Locator("[data-trends]")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Server_Lost_SaysWhyAndWhenAndKeepsItsTraffic(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostServers(), "/servers/backend-6", look);

        await viewer.CheckAsync($"server-lost-{look.ToString().ToLowerInvariant()}");

        await Assertions.Expect(viewer.Page.Locator("[data-departed=lost]")).ToContainTextAsync("Its lease expired at 12:00:05.");
        await Assertions.Expect(viewer.Page.GetByText("in 30 min").First).ToContainTextAsync(
            SampleCluster.LostServers().Timeline.All.Of(new("backend-6")).Requests.ToString("N0", CultureInfo.InvariantCulture));
        await Assertions.Expect(viewer.Page.Locator("[data-trends]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Server_Removed_SaysByWhom()
    {
        var calm = SampleCluster.InUse();
        var removed = new DepartedServer(new("backend-9"), SampleCluster.Now.AddMinutes(-50), IsLost: false, "operations");
        await using var viewer = await dashboard.ShowAsync(
            calm with { Departed = calm.Departed.Add(removed.Id, removed) }, "/servers/backend-9");

        await Assertions.Expect(viewer.Page.Locator("[data-departed=left]")).ToContainTextAsync(
            "It left at 11:13:05. Removed by operations. It had no requests in the last 30 minutes.");
    }

    [Fact]
    public async Task Server_WithAnyIdThatIsAllowed_HasAPage()
    {
        var id = "a.b_c-" + new string('Z', ServerRules.MaxIdLength - 6);
        var calm = SampleCluster.InUse();
        var server = calm.Servers[0];
        await using var viewer = await dashboard.ShowAsync(
            calm with { Servers = calm.Servers.Replace(server, server with { Server = server.Server with { Id = new(id) } }) }, "/servers");

        await viewer.Page.Locator($"tr[data-server='{id}'] th a").ClickAsync();

        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(id);
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Drain" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Gateway_Lost_IsToldWithTheTimeAndWhatItReportedLast(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostGateway(), "/gateways/gateway-2", look);

        await viewer.CheckAsync($"gateway-lost-{look.ToString().ToLowerInvariant()}");

        await Assertions.Expect(viewer.Page.Locator(".notice").Filter(new() { HasText = "gateway-2" })).ToHaveCountAsync(1);
        await Assertions.Expect(viewer.Page.Locator("section[data-lost]")).ToContainTextAsync("Last report at 11:59:05.");
        await Assertions.Expect(viewer.Page.Locator("[data-part=unknown]")).ToContainTextAsync("Nothing is known since 11:59:05");
        foreach (var fact in (string[])["gateway-2.1", "0.1.0+218a0dfb", "http://[::]:80"])
        {
            await Assertions.Expect(viewer.Page.Locator("[data-part=last-report] dd").Filter(new() { HasText = fact })).ToHaveCountAsync(1);
        }

        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Forget" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Gateway_ThatReports_SaysWhatItsProcessUses()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/gateways/gateway-1");

        foreach (var fact in (string[])["0.1.0+218a0dfb", "http://[::]:80", "0.42 cores in use", "212 MB of 2 GB (10.6%)"])
        {
            await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Definition).Filter(new() { HasText = fact })).ToHaveCountAsync(1);
        }
    }

    [Fact]
    public async Task Gateway_OfAnEarlierVersion_SaysWhatItDoesNotReport()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.EarlierVersion(), "/gateways/gateway-3");

        await Assertions.Expect(viewer.Page.GetByText("runs an earlier version")).ToHaveCountAsync(1);
    }
}
