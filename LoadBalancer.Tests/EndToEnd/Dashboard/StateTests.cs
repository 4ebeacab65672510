using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>The first figures of the overview say whether the cluster is well, and nothing that they do not know.</summary>
public sealed class StateTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Overview_OfAnOutage_IsAccessible(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Panic(), "/", look);

        await viewer.CheckAsync($"overview-outage-{look.ToString().ToLowerInvariant()}");

        await Assertions.Expect(viewer.Page.Locator("[data-figure=servers].bad")).ToContainTextAsync("0 of 5");
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Overview_NoRequestInTheLastMinute_ShowsNoRateAndWhatTheHalfHourWas(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Quiet(), "/", look);

        await viewer.CheckAsync($"overview-quiet-{look.ToString().ToLowerInvariant()}");

        await Assertions.Expect(viewer.Page.Locator("[data-figure=errors] strong")).ToHaveTextAsync("–");
        var sub = viewer.Page.Locator("[data-figure=errors] .sub:not([data-part])");
        await Assertions.Expect(sub).ToContainTextAsync("no requests, 30 min: 0");
        await Assertions.Expect(viewer.Page.Locator("[data-figure=latency] strong")).ToHaveTextAsync("–");
        await Assertions.Expect(viewer.Page.Locator("[data-figure=latency] .sub")).ToContainTextAsync(" ms");
    }

    [Fact]
    public async Task Overview_OneGatewayLost_SaysWhoseRequestsAreKnown()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostGateway(), "/");

        await viewer.CheckAsync("overview-lost-gateway");

        var sub = viewer.Page.Locator("[data-figure=errors] .sub:not([data-part])");
        await Assertions.Expect(sub).ToContainTextAsync("from 1 of 2 gateways, 30 min: ");
        await Assertions.Expect(viewer.Page.Locator("[data-figure=latency] .sub")).ToContainTextAsync("from 1 of 2 gateways, 30 min: ");
    }

    [Theory]
    [InlineData("servers", "/servers", "Servers")]
    [InlineData("gateways", "/gateways", "Gateways")]
    [InlineData("errors", "/#distribution-title", "Overview")]
    [InlineData("latency", "/#heat-title", "Overview")]
    public async Task Overview_StateTile_LeadsToTheReason(string figure, string path, string title)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");

        await viewer.Page.Locator($"[data-figure={figure}] a").ClickAsync();

        await Assertions.Expect(viewer.Page).ToHaveURLAsync(
            new Regex(Regex.Escape(path) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
    }

    [Fact]
    public async Task Overview_GatewayLost_IsCountedInRed()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostGateway(), "/");

        await Assertions.Expect(viewer.Page.Locator(".figure.bad")).ToContainTextAsync("1 of 2");
        await Assertions.Expect(viewer.Page.Locator("[data-alarm=Critical]")).ToHaveTextAsync("gateway-2 has not reported since 11:59:05.");
    }

    [Fact]
    public async Task Overview_PanicMode_ShowsTheNumberOfHealthyServers()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Panic(healthy: 1), "/");

        await Assertions.Expect(viewer.Page.Locator("[data-alarm=Critical]"))
            .ToHaveTextAsync("Panic: only 1 of 5 active servers are healthy.");
        await Assertions.Expect(viewer.Page.Locator(".figure.bad")).ToContainTextAsync("1 of 5");
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Overview_ServersLost_SaysHowManyAndMarksThem(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostServers(), "/", look);

        await viewer.CheckAsync($"overview-lost-servers-{look.ToString().ToLowerInvariant()}");

        await Assertions.Expect(viewer.Page.Locator("[data-figure=servers].warn")).ToContainTextAsync("2\u00A0lost at\u00A012:00:05");
        await Assertions.Expect(viewer.Page.Locator(".heat tr[data-server=backend-6] [data-part=departed].alarm"))
            .ToHaveTextAsync("lost at 12:00:05");
        await Assertions.Expect(viewer.Page.Locator(".heat tr[data-server=backend-1] [data-part=departed]")).ToHaveCountAsync(0);
        await Assertions.Expect(viewer.Page.Locator(".timeline-legend [data-part=departed]")).ToHaveCountAsync(2);
        await Assertions.Expect(viewer.Page.Locator(".distribution [data-part=lost]")).ToHaveTextAsync("lost: backend-3, backend-6");
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    public async Task Overview_RedisUnreachable_HasNoFigureInFullColour(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Stale("connection refused"), "/", look);

        await viewer.CheckAsync($"overview-stale-{look.ToString().ToLowerInvariant()}");

        var colours = await viewer.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('.figure strong, .figure dd')].map(figure => getComputedStyle(figure).color)
            """);
        Assert.True(colours.Length >= 10, $"{colours.Length} figures");
        var muted = await viewer.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.figure .label')).color");
        Assert.All(colours, colour => Assert.Equal(muted, colour));
    }

    [Theory]
    [InlineData("/", "[data-figure=errors]", "5xx rate, last minute")]
    [InlineData("/servers/backend-1", ".figure:has([data-part=more])", "5xx rate")]
    public async Task ErrorRate_IsOf5xxAndHasThe4xxBelow(string path, string figure, string label)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path);

        await Assertions.Expect(viewer.Page.Locator($"{figure} :is(.label, dt)")).ToHaveTextAsync(label);
        await Assertions.Expect(viewer.Page.Locator($"{figure} [data-part=more]")).ToContainTextAsync("4xx:");
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Narrow)]
    public async Task Overview_LastMinuteFarAboveTheUsual_Warns(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Slow(), "/", look);

        await viewer.CheckAsync($"overview-slow-{look.ToString().ToLowerInvariant()}");

        await Assertions.Expect(viewer.Page.Locator("[data-figure=latency].warn [data-part=more]")).ToContainTextAsync("× the usual ");
    }

    [Fact]
    public async Task Overview_UsualLatency_DoesNotWarn()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");

        await Assertions.Expect(viewer.Page.Locator("[data-figure=latency]")).ToContainTextAsync(" ms");
        await Assertions.Expect(viewer.Page.Locator("[data-figure=latency].warn")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Narrow)]
    public async Task Overview_RedisLostItsData_SaysSoAndMarksTheCharts(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostData(), "/", look);

        await viewer.CheckAsync($"overview-lost-data-{look.ToString().ToLowerInvariant()}");

        await Assertions.Expect(viewer.Page.Locator("[data-kind=Data]")).ToHaveTextAsync("Redis lost its data at 11:53:05.");
        Assert.Contains(
            "Redis lost its data",
            await viewer.Page.Locator("[data-trends]").GetAttributeAsync("data-trends") ?? "",
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_RedisLostItsData_SaysWhyTheHistoryIsEmpty()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostData(), "/servers/backend-1");

        await Assertions.Expect(viewer.Page.Locator("section:has(#history-title)"))
            .ToContainTextAsync("Redis lost its data at 11:53:05. Those from before are lost.");
    }
}
