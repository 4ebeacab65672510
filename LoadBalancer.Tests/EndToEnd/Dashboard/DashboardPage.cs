using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>How tests go to a page of the dashboard.</summary>
internal static class DashboardPage
{
    /// <summary>Every page, by its address.</summary>
    public static readonly string[] All = ["/", "/ring", "/servers", "/gateways", "/what-if", "/events", "/hot-keys"];

    /// <summary>Opens a page and waits until it answers to clicks.</summary>
    public static async Task OpenAsync(this IPage page, string url)
    {
        await page.GotoAsync(url);
        await page.Locator("[aria-pressed=true]").First.WaitForAsync();
    }
}
