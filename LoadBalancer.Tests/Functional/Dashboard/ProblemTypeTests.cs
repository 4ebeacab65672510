using System.Globalization;
using System.Net;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.Security;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>
/// Tests the types of problems. That every problem of any test is of a listed type is the work of <see cref="ListedProblems"/>.
/// </summary>
public sealed class ProblemTypeTests
{
    private static readonly (string, string) Elsewhere = ("Origin", "http://evil.test");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Problems_OfEveryListedType_Occur()
    {
        await using var open = await DashboardHost.StartWithServersAsync();
        await AssertAsync(open, ProblemType.MalformedRequest, "PUT", "/api/servers/d", "{");
        await AssertAsync(open, ProblemType.InvalidValue, "PUT", "/api/servers/d", "{}");
        await AssertAsync(open, ProblemType.Forbidden, "DELETE", "/api/servers/a", body: null, Elsewhere);
        await AssertAsync(open, ProblemType.UnknownPath, "GET", "/api/nothing");
        await AssertAsync(open, ProblemType.UnknownServer, "GET", "/api/servers/nobody");
        await AssertAsync(open, ProblemType.UnknownGateway, "DELETE", "/api/gateways/nobody");
        await AssertAsync(open, ProblemType.MethodNotAllowed, "POST", "/api/servers");
        await AssertAsync(open, ProblemType.Conflict, "PUT", "/api/replicas", """{"count":5}""");
        await AssertAsync(open, ProblemType.ConditionNotMet, "DELETE", "/api/servers/a", body: null, ("If-None-Match", "*"));
        await AssertAsync(open, ProblemType.BodyTooLarge, "PUT", "/api/servers/d", $$"""{"url":"{{new string('x', 70_000)}}"}""");
        await AssertAsync(open, ProblemType.NotJson, "PUT", "/api/servers/d");
        await AssertAsync(open, ProblemType.Rejected, "GET", "/form.css", body: null, ("Range", "bytes=9999999-"));
        open.Registry.Failure = new StoreException(StoreCondition.Rejected, "NOPERM no permission", new TimeoutException());
        await AssertAsync(open, ProblemType.InternalError, "DELETE", "/api/servers/a");
        open.Registry.Failure = null;
        open.Registry.IsUnreachable = true;
        await AssertAsync(open, ProblemType.Unavailable, "DELETE", "/api/servers/a");

        await using var closed = await DashboardHost.StartWithKeyAsync();
        await AssertAsync(closed, ProblemType.KeyRequired, "GET", "/api/servers");
        for (var i = 0; i < FailedAttempts.Most; i++)
        {
            using var wrong = await closed.GetAsync("/api/servers", ("Authorization", "Bearer wrong"));
        }

        await AssertAsync(closed, ProblemType.TooManyAttempts, "GET", "/api/servers", body: null, ("Authorization", "Bearer wrong"));
        Assert.Equal(
            ProblemType.All.Select(type => type.Name).Order(StringComparer.Ordinal),
            open.Problems.Seen.Union(closed.Problems.Seen).Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_Requested_ExplainsEveryTypeAtItsPlace(bool hasKey)
    {
        await using var host = hasKey ? await DashboardHost.StartWithKeyAsync() : await DashboardHost.StartWithServersAsync();

        using var page = await host.GetAsync("/problems", ("Accept", "text/html"), ("Authorization", $"Bearer {DashboardHost.Key}"));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync(Token);
        Assert.All(ProblemType.All, type =>
        {
            Assert.Equal(["/problems", type.Name], type.Uri.Split('#'));
            Assert.Contains($"<tr id=\"{type.Name}\">", html, StringComparison.Ordinal);
            Assert.Contains(WebUtility.HtmlEncode(type.Meaning), html, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void OperationsPage_Table_HasEveryType()
    {
        var rows = File.ReadLines(Repository.PathOf("docs", "operations.md"))
            .Where(line => line.Contains($"| `{ProblemType.Page}#", StringComparison.Ordinal));

        Assert.Equal(
            ProblemType.All.Select(type => $"| {type.Status?.ToString(CultureInfo.InvariantCulture) ?? "other 4xx"} | `{type.Uri}` | "
                + $"{type.Title}. {type.Meaning} |"),
            rows);
    }

    private static async Task AssertAsync(
        DashboardHost host, ProblemType type, string method, string path, string? body = null, params (string, string)[] headers)
    {
        using var response = await host.SendAsync(method, path, body, headers);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(type.Uri, (await response.ReadJsonAsync()).GetProperty("type").GetString());
    }
}
