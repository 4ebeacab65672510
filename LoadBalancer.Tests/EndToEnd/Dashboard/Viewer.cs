using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>A browser page that shows the dashboard. Dispose it before the dashboard, which waits for its viewers.</summary>
internal sealed class Viewer(IBrowserContext context, IPage page) : IAsyncDisposable
{
    /// <summary>The directory for screenshots.</summary>
    public static readonly string Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    /// <summary>The texts of figures that do not fit: they end with an ellipsis, or are covered.</summary>
    private const string CutFigures = """
        [...document.querySelectorAll(".figures .sub, .figures dt, .figures strong")]
          .filter(text => text.scrollWidth > text.clientWidth && text.clientWidth > 0).map(text => text.textContent)
        """;

    private readonly ConcurrentQueue<string> _violations = Watch(page);

    public IPage Page => page;

    /// <summary>The reports of what the browser blocked because of the page's Content-Security-Policy.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>The path of every page.</summary>
    public static string[] Paths { get; } =
    [
        "/", "/placement", "/servers", "/servers/backend-4", "/gateways", "/gateways/gateway-1", "/what-if", "/live", "/events",
        "/hot-keys", "/problems", "/search?q=backend-4",
    ];

    /// <summary>Opens a page and waits until it responds to clicks.</summary>
    public async Task OpenAsync(string url)
    {
        await page.GotoAsync(url);
        await UntilLiveAsync();
    }

    /// <summary>Waits until the page responds to clicks.</summary>
    public Task UntilLiveAsync() => page.Locator("[aria-label=Theme] [aria-pressed=true]").WaitForAsync();

    /// <summary>Fills in and submits the login form.</summary>
    public async Task LogInAsync(string key)
    {
        await page.GetByLabel("Key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
    }

    /// <summary>Logs out through the page's controls.</summary>
    public async Task LogOutAsync()
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Log out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
    }

    /// <summary>
    /// Fails if two servers on the page have the same color, except for the gray of "others", or one server has two colors.
    /// </summary>
    /// <returns>The servers that have a color.</returns>
    public async Task<string[]> CheckColoursAsync()
    {
        var shown = await page.EvaluateAsync<string[][]>(
            """
            () => [...document.querySelectorAll(".server")].filter(server => server.querySelector(".id")).map(server => {
              const swatch = server.querySelector(".swatch");
              return [server.querySelector(".id").textContent, getComputedStyle(swatch).backgroundColor, swatch.className];
            })
            """);
        var coloured = shown.Where(one => !one[2].Contains("c-others", StringComparison.Ordinal)).ToArray();
        Assert.All(shown.GroupBy(one => one[0]), server => Assert.Single(server.Select(one => one[1]).Distinct()));
        Assert.All(coloured.GroupBy(one => one[1]), colour => Assert.Single(colour.Select(one => one[0]).Distinct()));
        return [.. coloured.Select(one => one[0]).Distinct()];
    }

    /// <summary>
    /// Takes a screenshot of the whole page. Fails if the browser blocked a part of it, the page is wider than the window, or axe finds
    /// a violation.
    /// </summary>
    public async Task CheckAsync(string name)
    {
        await CheckPolicyAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true });
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>(CutFigures));
        var found = await page.RunAxe();
        var violations = found.Violations
            .Select(
                violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(4).Select(node => node.Html))}")
            .ToArray();
        Assert.True(violations.Length == 0, string.Join(Environment.NewLine, violations));
    }

    /// <summary>Fails if the browser blocked a part of the page.</summary>
    public async Task CheckPolicyAsync()
    {
        // The browser reports violations before it completes this script, so all earlier ones have arrived.
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done))");
        Assert.True(Violations.Count == 0, string.Join(Environment.NewLine, Violations));
    }

    private static ConcurrentQueue<string> Watch(IPage page)
    {
        var violations = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                violations.Enqueue(message.Text);
            }
        };
        return violations;
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
