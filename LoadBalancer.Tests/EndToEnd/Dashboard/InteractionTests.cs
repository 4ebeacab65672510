using System.Text.RegularExpressions;
using LoadBalancer.Cluster.Replicas;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests what happens when a user points, types and clicks.</summary>
public sealed class InteractionTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    public async Task Placement_KeyEntered_ShowsItsServers(Look look)
    {
        var snapshot = SampleCluster.InUse();
        await using var viewer = await dashboard.ShowAsync(snapshot, "/placement", look);

        await viewer.Page.Locator("#key").FillAsync("session-7f3a91");
        await viewer.Page.Locator("tr[data-server=backend-2] a").FocusAsync();
        await viewer.Page.Locator(".ring .points").WaitForAsync();
        await viewer.CheckAsync($"placement-key-{look.ToString().ToLowerInvariant()}");

        var cluster = snapshot.Cluster;
        var owner = cluster.Membership.Servers[cluster.Placement.Owner(cluster.HashOf("session-7f3a91"))].Id;
        await Assertions.Expect(viewer.Page.Locator("li[data-choice='0']")).ToContainTextAsync(owner.Value);
        await Assertions.Expect(viewer.Page.Locator("li[data-choice]")).ToHaveCountAsync(3);
        await Assertions.Expect(viewer.Page.Locator(".ring .pin")).ToBeVisibleAsync();
        await Assertions.Expect(viewer.Page.Locator(".ring .center")).ToHaveTextAsync("backend-2");
    }

    [Fact]
    public async Task SkipLink_OnAPage_StaysOnIt()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers?a=b");

        await viewer.Page.GetByText("Skip to content").FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(viewer.Page).ToHaveURLAsync(new Regex("/servers\\?a=b#main$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Servers");
    }

    [Fact]
    public async Task HotKeys_MarkupAsKey_IsShownAsText()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/hot-keys");

        await Assertions.Expect(viewer.Page.GetByText("<script>alert(1)</script>")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task WhatIf_Plan_IsPreviewed(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/what-if", look);

        await viewer.Page.Locator("#edit-id").FillAsync("backend-7");
        await viewer.Page.GetByText("Add to the plan").ClickAsync();
        await viewer.Page.Locator("#edit-kind").SelectOptionAsync("remove");
        await viewer.Page.Locator("#edit-server").SelectOptionAsync("backend-5");
        await viewer.Page.GetByText("Add to the plan").ClickAsync();
        await Assertions.Expect(viewer.Page.Locator("tr[data-server=backend-5]")).ToContainTextAsync("removed");
        await viewer.CheckAsync($"what-if-plan-{look.ToString().ToLowerInvariant()}");
        Assert.Contains("backend-7", await viewer.CheckColoursAsync());

        await Assertions.Expect(viewer.Page.Locator("[data-action=apply]")).ToBeDisabledAsync();
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task WhatIf_RemovalOfAServerThatReturns_WarnsAndOffersToDrainIt(Look look)
    {
        const string Warning = "Its process keeps running and will register again. To keep it out, stop or drain it.";
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/what-if", look);
        await RemoveAsync("backend-2");
        await Assertions.Expect(viewer.Page.Locator("tr[data-server=backend-2]")).ToContainTextAsync("removed");
        await Assertions.Expect(viewer.Page.Locator(".plan-warning")).ToHaveCountAsync(0);

        await RemoveAsync("backend-1");
        await Assertions.Expect(viewer.Page.Locator(".plan-warning")).ToContainTextAsync(Warning);
        await viewer.Page.Locator("[data-action=apply]").ClickAsync();
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync($"backend-1 registers itself. {Warning}");
        await viewer.CheckAsync($"what-if-returns-{look.ToString().ToLowerInvariant()}");
        await viewer.Page.Keyboard.PressAsync("Escape");
        await viewer.Page.Locator("[data-action=drain-instead]").ClickAsync();

        var row = viewer.Page.Locator("tr[data-server=backend-1]");
        await Assertions.Expect(row).ToContainTextAsync("100, drains");
        await Assertions.Expect(row.Locator("td").Nth(2)).ToHaveTextAsync("0%");
        await Assertions.Expect(viewer.Page.Locator(".plan-warning")).ToHaveCountAsync(0);
        await Assertions.Expect(viewer.Page.Locator("tr[data-server=backend-5]")).ToContainTextAsync("100, draining");
        await viewer.CheckAsync($"what-if-drain-{look.ToString().ToLowerInvariant()}");

        async Task RemoveAsync(string id)
        {
            await viewer.Page.Locator("#edit-kind").SelectOptionAsync("remove");
            await viewer.Page.Locator("#edit-server").SelectOptionAsync(id);
            await viewer.Page.GetByText("Add to the plan").ClickAsync();
        }
    }

    [Fact]
    public async Task WhatIf_Activation_IsOfferedForDrainingServersAndPreviewed()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/what-if");

        await viewer.Page.Locator("#edit-kind").SelectOptionAsync("activate");
        await Assertions.Expect(viewer.Page.Locator("#edit-server option")).ToHaveTextAsync(["Choose a server", "backend-5 (weight 100)"]);
        await viewer.Page.Locator("#edit-server").SelectOptionAsync("backend-5");
        await viewer.Page.GetByText("Add to the plan").ClickAsync();

        var row = viewer.Page.Locator("tr[data-server=backend-5]");
        await Assertions.Expect(row).ToContainTextAsync("100, active again");
        await Assertions.Expect(row.Locator("td").Nth(1)).ToHaveTextAsync("0%");
        await Assertions.Expect(viewer.Page.Locator(".plan")).ToContainTextAsync("activate");
    }

    [Fact]
    public async Task WhatIf_Plan_IsInTheAddress()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/what-if");
        await viewer.Page.Locator("#edit-kind").SelectOptionAsync("remove");
        await viewer.Page.Locator("#edit-server").SelectOptionAsync("backend-2");
        await viewer.Page.GetByText("Add to the plan").ClickAsync();
        await Assertions.Expect(viewer.Page).ToHaveURLAsync(new Regex(@"/what-if\?plan=remove%3Abackend-2$", RegexOptions.None, Limit));

        await viewer.Page.ReloadAsync();

        await Assertions.Expect(viewer.Page.Locator("tr[data-server=backend-2]")).ToContainTextAsync("removed");
        await Assertions.Expect(viewer.Page.Locator(".figures")).ToContainTextAsync("requests/s");
        await viewer.Page.GetByText("Start over").ClickAsync();
        await Assertions.Expect(viewer.Page).ToHaveURLAsync(new Regex("/what-if$", RegexOptions.None, Limit));
    }

    [Fact]
    public async Task WhatIf_PlanThatCannotBeRead_IsNamedAndNotUsed()
    {
        await using var viewer = await dashboard.ShowAsync(
            SampleCluster.InUse(), "/what-if?plan=drain:backend-1,%3Cscript%3Ealert(1)%3C/script%3E");

        await Assertions.Expect(viewer.Page.GetByText("The address has a step that cannot be read: '<script>alert(1)</script>'."))
            .ToBeVisibleAsync();
        await Assertions.Expect(viewer.Page.GetByText("No changes yet.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task WhatIf_AdditionOfAnExistingId_NamesTheMember()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/what-if");

        await viewer.Page.Locator("#edit-id").FillAsync("backend-1");
        await viewer.Page.GetByText("Add to the plan").ClickAsync();

        var fault = viewer.Page.Locator(".error-text");
        await Assertions.Expect(fault).ToHaveTextAsync("backend-1 is already a member, at http://10.0.0.11:8080.");
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Servers_Drain_ShowsTheTrafficThatMoves(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers", look);

        await ServerMenu.ChooseAsync(viewer.Page, "Drain backend-2");
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("33.8%");
        await viewer.CheckAsync($"servers-drain-{look.ToString().ToLowerInvariant()}");
        await viewer.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Servers_RejectedDrain_ShowsTheReason()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers", Look.Dark);

        await ServerMenu.ChooseAsync(viewer.Page, "Drain backend-2");
        await viewer.Page.Locator("[data-action=confirm]").ClickAsync();

        // The page shows a sample; the store behind it has no servers.
        await Assertions.Expect(viewer.Page.GetByText("There is no server 'backend-2'.")).ToBeVisibleAsync();
        await viewer.CheckAsync("servers-refused");
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Servers_CountAboveTheAppHostsMaximum_IsRejectedWithTheRange(Look look)
    {
        const string Text = "Up to 10: restart the AppHost with --max-backends for more.";
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers", look);
        await Assertions.Expect(viewer.Page.Locator("[data-part=replica-limit]")).ToHaveTextAsync(Text);

        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(Text);
        await viewer.Page.Locator("#number-value").FillAsync("11");
        await viewer.Page.GetByText("Set target").ClickAsync();

        await Assertions.Expect(viewer.Page.Locator("#number-note")).ToHaveTextAsync("It must be a whole number from 1 to 10.");
        await viewer.CheckAsync($"servers-replicas-{look.ToString().ToLowerInvariant()}");
    }

    [Fact]
    public async Task Servers_RejectedCount_ShowsTheReason()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");

        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await viewer.Page.Locator("#number-value").FillAsync("10");
        await Assertions.Expect(viewer.Page.Locator("#number-note")).ToHaveTextAsync("5 will be started.");
        await viewer.Page.GetByText("Set target").ClickAsync();

        // The page shows a sample; no orchestrator reports to the store behind it.
        await Assertions.Expect(viewer.Page.GetByText("No orchestrator follows this number")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(5, 5, "Managed by the AppHost build-1/4711; crashed servers are restarted.")]
    [InlineData(1_000, 998, "Scaling from 998 to 1,000, managed by the AppHost build-1/4711.")]
    public async Task Servers_AppHostWithoutALimit_ShowsNoHint(int wanted, int kept, string text)
    {
        var snapshot = SampleCluster.InUse() with { Replicas = new(wanted, new("build-1/4711", kept, Most: 1_000)) };
        await using var viewer = await dashboard.ShowAsync(snapshot, "/servers");

        await Assertions.Expect(viewer.Page.Locator("[data-part=orchestrator]")).ToHaveTextAsync(text);
        await Assertions.Expect(viewer.Page.Locator("[data-part=replica-limit]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Servers_LongestAppHostName_FitsTheWindow()
    {
        var snapshot = SampleCluster.InUse() with
        {
            Replicas = new(5, new(new string('n', ReplicaRules.MaxNameLength), Kept: 5, Most: 10)),
        };
        await using var viewer = await dashboard.ShowAsync(snapshot, "/servers", Look.Narrow);

        await viewer.CheckAsync("servers-replicas-long-name");
    }

    [Fact]
    public async Task Servers_NoAppHost_DisablesChangingTheCount()
    {
        await using var viewer = await dashboard.ShowAsync(
            SampleCluster.InUse() with { Replicas = new(5, Orchestrator: null) }, "/servers");

        await Assertions.Expect(viewer.Page.Locator("[data-part=orchestrator]")).ToContainTextAsync("no AppHost is reporting");
        await Assertions.Expect(viewer.Page.Locator("[data-part=replicas]")).ToHaveTextAsync("–");
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Servers_InvalidAddition_NamesTheErrors()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");

        await viewer.Page.GetByText("Add a server").ClickAsync();
        await viewer.Page.Locator("#add-id").FillAsync("not allowed");
        await viewer.Page.Locator("#add-url").FillAsync("ftp://somewhere");
        await viewer.Page.Locator("#add-weight").FillAsync("2000");
        await viewer.Page.Locator("#add-weight").PressAsync("Enter");

        await Assertions.Expect(viewer.Page.Locator("[aria-invalid=true]")).ToHaveCountAsync(3);
        await viewer.CheckAsync("servers-add");
    }

    [Fact]
    public async Task Overview_Keyboard_ReadsTheChart()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");
        var chart = viewer.Page.GetByRole(AriaRole.Slider, new() { Name = "Interval" });

        await chart.FocusAsync();
        await chart.PressAsync("PageUp");
        await viewer.Page.Locator(".timeline .cursor").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await viewer.CheckAsync("overview-cursor");

        Assert.StartsWith("11:57:50 Europe/Berlin: ", await chart.GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_Chosen_IsRemembered()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/events");

        await viewer.Page.GetByLabel("Dark").ClickAsync();
        await Assertions.Expect(viewer.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await viewer.OpenAsync(viewer.Page.Url);

        await Assertions.Expect(viewer.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Assertions.Expect(viewer.Page.GetByLabel("Dark")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Events_Filtered_ShowTheMatches()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/events");

        var events = viewer.Page.GetByRole(AriaRole.Table, new() { Name = "Events, newest first" }).Locator("tbody tr");
        await viewer.Page.Locator("#event-kind").SelectOptionAsync("redis");
        await Assertions.Expect(events).ToHaveCountAsync(3);
        await viewer.Page.Locator("#event-text").FillAsync("timed out");

        await Assertions.Expect(events).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Overview_ErrorsToClients_ShowsCountsByServerAndOrigin()
    {
        var snapshot = SampleCluster.InUse();
        await using var viewer = await dashboard.ShowAsync(snapshot, "/");

        var all = snapshot.Responses.All.ServerErrors;
        var here = snapshot.Servers.Single(server => server.Server.Id.Value == "backend-4").Recent.Responses.All.ServerErrors;
        Assert.True(here > 0 && all == here + snapshot.Unplaced.All.ServerErrors);
        var figure = viewer.Page.Locator(".figure", new() { HasText = "5xx to clients" });
        await Assertions.Expect(figure).ToContainTextAsync($"{all}");
        await Assertions.Expect(figure).ToContainTextAsync($"{all} from gateways");
        await Assertions.Expect(figure).ToHaveClassAsync(new Regex("warn", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await ExpectAsync("tr[data-server=backend-4]", "5xx", "0");
        await ExpectAsync("tr[data-server=backend-4]", "gateway-5xx", $"{here}");
        await ExpectAsync("tfoot tr:last-child", "5xx", "0");
        await ExpectAsync("tfoot tr:last-child", "gateway-5xx", $"{all}");
        await ExpectAsync("tfoot tr:has-text('Requests that reached no server')", "gateway-5xx", "41");
        await ExpectAsync("tfoot tr:has-text('Requests that reached no server')", "recent", "55");
        await ExpectAsync("tfoot tr:last-child", "recent", LoadBalancer.Presentation.Figures.Count(snapshot.RecentRequests));

        Task ExpectAsync(string row, string part, string text) =>
            Assertions.Expect(viewer.Page.Locator($"{row} td[data-part='{part}']")).ToHaveTextAsync(text);
    }

    [Fact]
    public async Task Page_NewSnapshot_IsShownWithoutReload()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Nothing(), "/servers");
        await Assertions.Expect(viewer.Page.GetByText("No servers yet")).ToBeVisibleAsync();

        dashboard.Publish(SampleCluster.InUse());

        await Assertions.Expect(viewer.Page.Locator("tr[data-server]")).ToHaveCountAsync(6);
    }
}
