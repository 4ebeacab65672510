using System.Diagnostics;
using LoadBalancer.Tests.EndToEnd.Dashboard;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Aspire;

/// <summary>Aspire's own dashboard in a real browser, as the Ready line leads there.</summary>
[Collection(OneAtATime.Name)]
public sealed class AspireDashboardTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const float Patience = 60_000;
    private static readonly string[] Resources = ["redis", "gateway", "dashboard", "backend-1", "backend-2", "backend-3"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_OfARunningCluster_ShowsEveryResourceRunningAndATraceFromGatewayToServer()
    {
        await using var appHost = await RunningAppHost.StartAsync(["--store", "embedded"]);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        page.SetDefaultTimeout(Patience);

        await page.GotoAsync(appHost.ReadyLine[appHost.ReadyLine.LastIndexOf("http", StringComparison.Ordinal)..]);
        foreach (var resource in Resources)
        {
            var row = page.Locator("tr", new() { Has = page.GetByText(resource, new() { Exact = true }) }).First;
            await Expect(row).ToContainTextAsync("Running", new() { Timeout = Patience });
        }

        await SaveAsync(page, "aspire-resources");
        var (id, server) = await SendAsync(appHost.Gateway);
        await page.GotoAsync(new Uri(new Uri(page.Url), $"/traces/detail/{id}").ToString());

        // The request and its attempt in the gateway, and the request as the server saw it.
        var trace = page.Locator("body");
        await Expect(trace).ToContainTextAsync("Resources 2", new() { Timeout = Patience });
        await Expect(trace).ToContainTextAsync("Total spans 3", new() { Timeout = Patience });
        await Expect(trace).ToContainTextAsync("gateway");
        await Expect(trace).ToContainTextAsync(server);
        await SaveAsync(page, "aspire-trace");
    }

    /// <summary>A request whose client samples it; the trace is the client's, and the response names the server.</summary>
    private static async Task<(string Trace, string Server)> SendAsync(HttpClient gateway)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo");
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var response = await gateway.SendAsync(request, Token);
        return (trace, Assert.Single(response.EnsureSuccessStatusCode().Headers.GetValues("X-Server-Id")));
    }

    /// <summary>Takes a picture, without Aspire's notice that the machine has no developer certificate, which nothing here needs.</summary>
    private static async Task SaveAsync(IPage page, string name)
    {
        await page.AddStyleTagAsync(new() { Content = ".fluent-messagebar { display: none !important; }" });
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png") });
    }
}
