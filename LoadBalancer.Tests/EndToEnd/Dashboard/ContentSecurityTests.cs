using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>No page needs anything that the Content-Security-Policy forbids: the browser blocks nothing.</summary>
public sealed class ContentSecurityTests(ShownDashboard dashboard, Chromium chromium)
    : IClassFixture<ShownDashboard>, IClassFixture<Chromium>
{
    public static TheoryData<string> Pages => [.. Viewer.Paths];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfAClusterInUse_CausesNoViolation(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path);

        // This also covers parts that are rendered only after the first load.
        dashboard.Publish(SampleCluster.Panic());
        await Expect(viewer.Page.Locator("[data-alarm=Critical]")).ToBeVisibleAsync();

        await viewer.CheckPolicyAsync();
    }

    [Fact]
    public async Task Servers_DialogsAndMessages_CauseNoViolation()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        await page.GetByText("Add a server").ClickAsync();
        await page.Locator("#add-weight").FillAsync("none");
        await page.Locator("#add-weight").PressAsync("Enter");
        await Expect(page.Locator("#add-id")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await ServerMenu.ChooseAsync(page, "Change the weight of backend-1");
        await Expect(page.Locator("#number-value")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await ServerMenu.ChooseAsync(page, "Drain backend-2");
        await page.Locator("[data-action=confirm]").ClickAsync();
        await Expect(page.Locator(".message")).ToBeVisibleAsync();

        await viewer.CheckPolicyAsync();
    }

    [Theory]
    [InlineData("/nowhere", "Page not found")]
    [InlineData("/logout", "LoadBalancer")]
    public async Task Page_Other_CausesNoViolation(string path, string heading)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");

        await viewer.Page.GotoAsync(new Uri(new Uri(viewer.Page.Url), path).ToString());

        await Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
        await viewer.CheckPolicyAsync();
    }

    [Fact]
    public async Task Login_Shown_CausesNoViolation()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();
        await using var viewer = await chromium.NewViewerAsync(Look.Light);

        await viewer.Page.GotoAsync(host.Url);

        await Expect(viewer.Page).ToHaveTitleAsync("Log in · LoadBalancer");
        await viewer.CheckPolicyAsync();
    }

    [Fact]
    public async Task Reference_Shown_CausesNoViolation()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");

        await viewer.Page.GotoAsync(new Uri(new Uri(viewer.Page.Url), "/scalar/").ToString());

        await Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Copy cURL code" }).First).ToBeVisibleAsync();
        await viewer.Page.ScreenshotAsync(new() { Path = Path.Combine(Viewer.Folder, "reference.png") });
        await viewer.CheckPolicyAsync();
    }

    /// <summary>Proves that the tests above can fail: the browser blocks and reports what the policy forbids.</summary>
    [Theory]
    [InlineData("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>')")]
    [InlineData("document.body.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))")]
    [InlineData("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.isRun = true' }))")]
    [InlineData("document.querySelector('h1').setAttribute('style', 'color: red')")]
    public async Task Page_InlineStyleOrScript_IsBlockedAndReported(string script)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");
        await viewer.CheckPolicyAsync();

        await viewer.Page.EvaluateAsync($"() => {{ {script}; }}");

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(viewer.CheckPolicyAsync);
        Assert.False(await viewer.Page.EvaluateAsync<bool>("window.isRun === true"));
        var colour = await viewer.Page.EvaluateAsync<string>("getComputedStyle([...document.querySelectorAll('h1, p')].at(-1)).color");
        Assert.NotEqual("rgb(255, 0, 0)", colour);
    }
}
