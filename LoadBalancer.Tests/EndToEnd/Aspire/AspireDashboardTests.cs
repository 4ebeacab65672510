using System.Diagnostics;
using LoadBalancer.Tests.EndToEnd.Dashboard;
using LoadBalancer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Aspire;

/// <summary>Tests Aspire's own dashboard in a real browser, opened through the URL in the Ready line.</summary>
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

        // Nothing here uses a certificate, so Aspire does not ask the user to trust one.
        await Expect(page.Locator("fluent-message-bar, .fluent-messagebar")).ToHaveCountAsync(0);
        await SaveAsync(page, "aspire-resources");
        var (id, server) = await SendAsync(appHost.Gateway);

        // The trace has three spans: the request and its attempt in the gateway, and the request in the server. The page of a trace that
        // Aspire does not know yet stays empty, so reload it.
        var trace = page.Locator("body");
        await Eventually.TrueAsync(
            "the trace has all its spans",
            async () =>
            {
                await page.GotoAsync(new Uri(new Uri(page.Url), $"/traces/detail/{id}").ToString());
                await page.GetByText("Trace detail").Or(page.GetByText("not found")).First.WaitForAsync();
                return (await trace.InnerTextAsync()).ReplaceLineEndings(" ").Contains("Total spans 3", StringComparison.Ordinal);
            },
            TimeSpan.FromMilliseconds(Patience));
        await Expect(trace).ToContainTextAsync("Resources 2");
        await Expect(trace).ToContainTextAsync("gateway");
        await Expect(trace).ToContainTextAsync(server);
        await SaveAsync(page, "aspire-trace");
    }

    /// <summary>
    /// Sends a request that the client samples, and returns the client's trace id and the server that the response names.
    /// </summary>
    private static async Task<(string Trace, string Server)> SendAsync(HttpClient gateway)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo");
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var response = await gateway.SendAsync(request, Token);
        return (trace, Assert.Single(response.EnsureSuccessStatusCode().Headers.GetValues("X-Server-Id")));
    }

    private static async Task SaveAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png") });
}
