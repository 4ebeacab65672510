using System.Text;
using System.Text.Json;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the page Live traffic in a browser, with what gateways would send.</summary>
public sealed class LiveTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Hostile = "/<img src=x onerror=alert(1)>\u0007\"'&é";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Live_RequestsArrive_ShowsThemWithTheirAttempts(Look look)
    {
        await using var host = await DashboardHost.StartAsync(
            SampleCluster.Now, ("Dashboard:TraceUrl", "https://traces.example/{traceId}"));
        await using var viewer = await chromium.NewViewerAsync(look);
        host.View.Publish(SampleCluster.InUse());
        await viewer.OpenAsync($"{host.Url}/live");
        await StartAsync(host, viewer, "");

        await PublishAsync(
            host, "", 37,
            Line("/assets/logo.svg", 304, "backend-1"),
            Line(Hostile, 200, "backend-3", tries: 2, error: "connection_refused"),
            Line("/cart", 404, "backend-2"),
            Line("/checkout", 503, null, error: "http_response_timeout"),
            Line("/orders/7?a", 200, "backend-2"));

        var rows = viewer.Page.Locator("tr[data-request]");
        await Assertions.Expect(rows).ToHaveCountAsync(5);
        await Assertions.Expect(viewer.Page.Locator("[data-part=count]")).ToHaveTextAsync(
            "5 of 37 requests shown. 32 were counted only");
        await Assertions.Expect(rows.Nth(1).Locator(".badge.bad")).ToHaveTextAsync("503 Service Unavailable");
        await Assertions.Expect(rows.Nth(3)).ToContainTextAsync("GET /<img src=x onerror=alert(1)>");
        await rows.Nth(3).GetByRole(AriaRole.Button).ClickAsync();
        var details = viewer.Page.Locator(".live-details");
        await Assertions.Expect(details.Locator("[data-attempt]")).ToHaveCountAsync(2);
        await Assertions.Expect(details.Locator("[data-attempt='0']")).ToContainTextAsync("connection refused: <b>refused</b>");
        await Assertions.Expect(details.Locator("[data-attempt='0'] code")).ToHaveTextAsync("connection_refused");
        await Assertions.Expect(details.Locator("[data-part=cause]")).ToHaveCountAsync(0);
        await Assertions.Expect(details).ToContainTextAsync("the owner of the key was unhealthy, or had failed this request");
        await Assertions.Expect(details).Not.ToContainTextAsync("OwnerUnhealthy");
        await Assertions.Expect(details.Locator("[data-attempt='1']")).ToContainTextAsync("responded 200");
        await Assertions.Expect(details.Locator("[data-trace]")).ToHaveAttributeAsync("href", $"https://traces.example/{TraceId}");
        await Assertions.Expect(details.Locator("[data-trace]")).ToHaveAttributeAsync("rel", "noreferrer");
        await viewer.CheckAsync($"live-requests-{look.ToString().ToLowerInvariant()}");

        // The rows wait for whoever reads the details.
        await PublishAsync(host, "", 1, Line("/later", 200, "backend-1"));
        await Eventually.TrueAsync(
            "it is counted",
            async () =>
            {
                host.Time.Advance(TimeSpan.FromMilliseconds(100));
                return (await viewer.Page.Locator("[data-part=count]").InnerTextAsync()).StartsWith("5 of 38", StringComparison.Ordinal);
            },
            Patience);
        await details.GetByRole(AriaRole.Link, new() { Name = "Look up" }).ClickAsync();
        await Assertions.Expect(viewer.Page.Locator("#key")).ToHaveValueAsync("user-42 <&>");
    }

    [Fact]
    public async Task Live_ByKeyboard_StartsFiltersAndPauses()
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        host.View.Publish(SampleCluster.InUse());
        await viewer.OpenAsync($"{host.Url}/live?server=backend-2");
        await Assertions.Expect(viewer.Page.Locator("#live-server")).ToHaveValueAsync("backend-2");

        await viewer.Page.Locator("[data-live=start]").FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");
        await WantedAsync(host, "server=backend-2");
        await viewer.Page.Locator("#live-status").SelectOptionAsync("5xx");
        await Assertions.Expect(viewer.Page).ToHaveURLAsync($"{host.Url}/live?server=backend-2&status=5xx");
        await WantedAsync(host, "status=5xx&server=backend-2");

        await viewer.Page.Locator("[data-live=pause]").FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(viewer.Page.Locator("[data-live=start]")).ToBeVisibleAsync();
        await WantedAsync(host, null);
    }

    [Theory]
    [InlineData("status=9xx", "The status must be")]
    [InlineData("server=%3Cb%3E", "The server must be a name")]
    [InlineData("minMs=soon", "The duration must be")]
    public async Task Live_FilterOfALinkIsWrong_SaysWhatIsAllowed(string query, string text)
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        host.View.Publish(SampleCluster.InUse());
        await viewer.OpenAsync($"{host.Url}/live?{query}");

        await Assertions.Expect(viewer.Page.Locator(".notice.warn[role=status]")).ToContainTextAsync(text);
        await Assertions.Expect(viewer.Page.Locator("[data-live=start]")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Live_NobodyTouchesThePage_EndsAfterHalfAnHour()
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        host.View.Publish(SampleCluster.InUse());
        await viewer.OpenAsync($"{host.Url}/live");
        await StartAsync(host, viewer, "");
        await PublishAsync(host, "", 1, Line("/", 200, "backend-1"));
        await Assertions.Expect(viewer.Page.Locator("tr[data-request]")).ToHaveCountAsync(1);

        host.Time.Advance(TimeSpan.FromMinutes(31));

        await Assertions.Expect(viewer.Page.GetByText("Paused after 30 minutes without a click")).ToHaveCountAsync(1);
        await Assertions.Expect(viewer.Page.Locator("[data-live=start]")).ToHaveTextAsync("Resume");
        await Assertions.Expect(viewer.Page.Locator("tr[data-request]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Live_OneGatewaySendsNothing_NamesIt()
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        host.View.Publish(SampleCluster.InUse());
        await viewer.OpenAsync($"{host.Url}/live");
        await StartAsync(host, viewer, "");

        host.Time.Advance(TimeSpan.FromSeconds(3));
        await PublishAsync(host, "", 0);
        host.View.Publish(SampleCluster.InUse());

        var gap = viewer.Page.Locator("[data-gap=Silent]");
        await Assertions.Expect(gap).ToContainTextAsync("gateway-2");
        await Assertions.Expect(gap).Not.ToContainTextAsync("gateway-1,");
        await viewer.CheckAsync("live-silent-gateway");
    }

    private static async Task StartAsync(DashboardHost host, Viewer viewer, string filter)
    {
        await viewer.Page.Locator("[data-live=start]").ClickAsync();
        await WantedAsync(host, filter);
    }

    /// <summary>Waits until gateways are asked for exactly these requests.</summary>
    private static Task WantedAsync(DashboardHost host, string? filter) => Eventually.TrueAsync(
        $"gateways are asked for {filter ?? "nothing"}",
        async () =>
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(50));
            var wanted = await host.Tail.ReadWantedAsync(Token);
            return filter is null ? wanted.IsEmpty : wanted is [var one] && one.Text == filter;
        },
        Patience);

    private static Task PublishAsync(DashboardHost host, string filter, long seen, params string[] lines) => host.Tail.PublishAsync(
        new() { V = TailBatch.Version, Gateway = new("gateway-1"), Filters = [TailStoreContract.Filter(filter).Text], Seen = [seen] },
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))),
        Token);

    private static string Line(string target, int status, string? server, int tries = 1, string? error = null) =>
        JsonSerializer.Serialize(new
        {
            time = SampleCluster.Now.AddMilliseconds(-1_500),
            id = "4d6f6e64",
            client = "192.0.2.7",
            method = "GET",
            target,
            server,
            reason = tries > 1 ? "OwnerUnhealthy" : "Owner",
            tries,
            status,
            bytes = 1_234,
            durationMs = status == 503 ? 10_000.4 : 12.3,
            gateway = "gateway-1",
            error,
            errorServer = error is null ? null : "backend-1",
            errorDetail = error is null ? null : "<b>refused</b>",
            key = "user-42 <&>",
            traceId = TraceId,
            attempts = tries == 1 ? [] : new object[]
            {
                new { server = "backend-1", startMs = 0.1, durationMs = 0.4, outcome = "NotReached", error, detail = "<b>refused</b>" },
                new { server, startMs = 0.7, durationMs = 11.5, outcome = "Responded", status },
            },
            passes = 1,
        });
}
