using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Uses the menus of the rows on the Servers page.</summary>
internal static class ServerMenu
{
    /// <summary>Opens the menu of a server by pointing and clicks an action.</summary>
    /// <param name="page">The page.</param>
    /// <param name="action">The action, such as <c>Drain backend-2</c>.</param>
    public static async Task ChooseAsync(IPage page, string action)
    {
        await OpenerOf(page, action.Split(' ')[^1]).ClickAsync();
        await ItemOf(page, action).ClickAsync();
    }

    /// <summary>Returns an action of an open menu.</summary>
    public static ILocator ItemOf(IPage page, string action) => page.GetByRole(AriaRole.Menuitem, new() { Name = action, Exact = true });

    /// <summary>Returns the button that opens the menu of a server.</summary>
    public static ILocator OpenerOf(IPage page, string server) =>
        page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {server}", Exact = true });
}
