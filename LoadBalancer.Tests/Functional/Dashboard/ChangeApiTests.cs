using System.Net;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Dashboard.Api;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Tests the API for the log of changes that people made.</summary>
public sealed class ChangeApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_Recorded_AreListedPageByPageWithTheirAuthor()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();
        var ops = ("Authorization", $"Bearer {DashboardHost.Key}-ops");
        (await host.SendAsync("POST", "/api/servers/a/drain", body: null, ops)).Dispose();
        (await host.SendAsync(
            "PATCH", "/api/servers/b", """{ "weight": 50 }""", ("Authorization", $"Bearer {DashboardHost.Key}"))).Dispose();
        (await host.SendAsync("PUT", "/api/ring/algorithm", """{ "algorithm": "Maglev" }""", ops)).Dispose();

        var first = await (await host.GetAsync("/api/changes?count=2", ops)).ReadJsonAsync();
        var second = await (await host.GetAsync(
            $"/api/changes?count=2&cursor={first.GetProperty("next").GetString()}", ops)).ReadJsonAsync();
        var byOps = await (await host.GetAsync(
            "/api/changes?by=ops&since=2020-01-01T00:00:00Z&until=2120-01-01T00:00:00Z", ops)).ReadJsonAsync();

        Assert.Equal(
            ["AlgorithmChanged", "Weighted"],
            first.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("kind").GetString()));
        Assert.Equal(["Draining"], second.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("kind").GetString()));
        Assert.False(second.TryGetProperty("next", out _));
        Assert.Equal(["ops", "ops"], byOps.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("by").GetString()));
    }

    [Theory]
    [InlineData("/api/changes?count=0", "count")]
    [InlineData("/api/changes?count=1001", "count")]
    [InlineData("/api/changes?count=abc", "count")]
    [InlineData("/api/changes?cursor=x", "cursor")]
    [InlineData("/api/changes?since=yesterday", "since")]
    [InlineData("/api/changes?until=", "until")]
    [InlineData("/api/changes/export?since=abc", "since")]
    [InlineData("/api/changes/export?until=abc", "until")]
    [InlineData("/api/changes/export?format=xml", "format")]
    public async Task Changes_BadQuery_Is400AndReportsTheParameter(string path, string field)
    {
        await using var host = await DashboardHost.StartAsync();

        using var response = await host.GetAsync(path);

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Export_InBothFormats_HasEachChangeOnALine()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        (await host.SendAsync("POST", "/api/servers/a/drain")).Dispose();
        (await host.SendAsync("PATCH", "/api/servers/b", """{ "weight": 50 }""")).Dispose();

        using var csv = await host.GetAsync("/api/changes/export");
        using var lines = await host.GetAsync("/api/changes/export?format=jsonl");

        Assert.Equal(
            ("text/csv", "changes.csv"), (csv.Content.Headers.ContentType!.MediaType, csv.Content.Headers.ContentDisposition!.FileName));
        var rows = (await csv.Content.ReadAsStringAsync(Token)).Split("\r\n");
        Assert.Equal("at,kind,server,gateway,by,detail", rows[0]);
        Assert.EndsWith(",Weighted,b,,local,100 → 50", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",Draining,a,,local,", rows[2], StringComparison.Ordinal);
        Assert.Equal(("", 4), (rows[^1], rows.Length));
        var json = (await lines.Content.ReadAsStringAsync(Token)).Split('\n');
        Assert.Equal(3, json.Length);
        Assert.Contains("\"kind\":\"Weighted\"", json[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-2", "'-2")]
    [InlineData("+2", "'+2")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"")]
    [InlineData("plain", "plain")]
    public void ToCsv_OfAField_IsTextForASpreadsheet(string by, string expected) =>
        Assert.Equal(
            $"2026-01-01T12:00:00.0000000Z,Left,a,,{expected},\r\n",
            ChangeExport.ToCsv(new(Changes.Noon, ClusterEventKind.Left, new("a"), by, "")));
}
