using LoadBalancer.Tests.Support;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>The Chromium installed on this machine, started once per test class. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Zone = "Europe/Berlin";

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",

        // Names under .test resolve to this machine. A browser does not trust a page at http://NAME as it does one at http://127.0.0.1.
        "--host-resolver-rules=MAP *.test 127.0.0.1",
    ];

    /// <summary>Tests share the machine, so a slow page is not a failure.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Missing.FindOnPath("chromium") is not { } path)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Creates a viewer. If Chromium is missing, the test fails in CI and is skipped elsewhere.</summary>
    internal async Task<Viewer> NewViewerAsync(Look look)
    {
        var browser = _browser ?? throw Missing.Tool("chromium");
        var context = await browser.NewContextAsync(new()
        {
            ColorScheme = look == Look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = look == Look.Narrow ? new() { Width = 400, Height = 860 } : new() { Width = 1280, Height = 860 },
            TimezoneId = Zone,
            ReducedMotion = ReducedMotion.Reduce,
            IgnoreHTTPSErrors = true,
        });
        return new(context, await context.NewPageAsync());
    }
}
