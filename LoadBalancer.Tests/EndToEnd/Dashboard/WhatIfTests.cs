using System.Globalization;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests what the page What if says about a plan in its address.</summary>
public sealed class WhatIfTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData("put:backend-2:200,drain:backend-5,remove:backend-9,activate:backend-1", 4, 0)]
    [InlineData("put:backend-2:200,drain:backend-1", 1, 1)]
    public async Task WhatIf_APlanThatIsInEffect_SaysSoAndOffersNoApply(string plan, int done, int remaining)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), $"/what-if?plan={plan}");

        await viewer.CheckAsync($"what-if-done-{done}");

        await Assertions.Expect(viewer.Page.Locator(".plan .badge", new() { HasText = "done" })).ToHaveCountAsync(done);
        await Assertions.Expect(viewer.Page.Locator("[data-action=apply]")).ToHaveCountAsync(remaining);
        await Assertions.Expect(viewer.Page.GetByText("Already in effect")).ToHaveCountAsync(1 - remaining);
        await Assertions.Expect(viewer.Page.GetByText("weight 200", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("?plna=drain:backend-1", "The address has a parameter that this page does not know: 'plna'. A plan is in 'plan'.")]
    [InlineData("?a=1&plan=&%3Cb%3E=2", "The address has 2 parameters that this page does not know, such as '<b>'. A plan is in 'plan'.")]
    [InlineData("?plan=drain", "The address has a step that cannot be read: 'drain'.")]
    public async Task WhatIf_AnUnknownQuery_IsSaid(string query, string text)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), $"/what-if{query}");

        await Assertions.Expect(viewer.Page.Locator(".notice.warn[role=status]")).ToHaveTextAsync(text);
    }

    [Fact]
    public async Task WhatIf_OneDrainsAndAnotherGrows_TheFiguresAddUp()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/what-if?plan=put:backend-1:200,drain:backend-6");
        await viewer.Page.Locator(".figures dd").First.WaitForAsync();

        var figures = (await viewer.Page.Locator(".figures dd").AllInnerTextsAsync()).Take(3)
            .Select(text => double.Parse(text.Split('%')[0], CultureInfo.InvariantCulture)).ToArray();

        Assert.Equal(figures[0], figures[1] + figures[2], 0.11);
        Assert.True(figures[2] > 0, $"{figures[2]}% is avoidable");
    }
}
