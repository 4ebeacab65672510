using System.Net;
using System.Text;
using System.Text.Json;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Dashboard.State.Tail;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.Tests.Functional.Dashboard;

public sealed class RequestApiTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_GatewaySends_AreStreamedAsJsonLines()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var response = await OpenAsync(host, "/api/requests?status=5xx&server=a");
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var store = host.Get<ITailStore>();
        await Eventually.TrueAsync(
            "gateways are asked",
            async () => (await store.ReadWantedAsync(Token)) is [{ Text: "status=5xx&server=a" }],
            Patience);

        await PublishAsync(
            store,
            "status=5xx&server=a",
            """{"time":"2026-01-01T12:00:00Z","target":"/<b>\n","gateway":"g","status":503,"tries":1,"passes":1,"attempts":["""
            + """{"server":"a","startMs":0,"outcome":"Responded","status":503}]}""");

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var line = JsonElement.Parse((await reader.ReadLineAsync(Token).AsTask().WaitAsync(Patience, Token))!);
        Assert.Equal(("/<b>\n", 503), (line.GetProperty("target").GetString(), line.GetProperty("status").GetInt32()));
        Assert.Equal("a", line.GetProperty("attempts")[0].GetProperty("server").GetString());
        Assert.False(line.TryGetProperty("passes", out _));
    }

    [Fact]
    public async Task Requests_ClientLeaves_EndsTheWish()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using (await OpenAsync(host, "/api/requests"))
        {
            Assert.NotEmpty(host.Get<TailState>().Wanted);
        }

        await Eventually.TrueAsync("nobody looks", () => host.Get<TailState>().Wanted.IsEmpty, Patience);
        await Eventually.TrueAsync(
            "gateways are no longer asked", async () => (await host.Get<ITailStore>().ReadWantedAsync(Token)).IsEmpty, Patience);
    }

    [Fact]
    public async Task Requests_DashboardStops_End()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var response = await OpenAsync(host, "/api/requests");

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal("", await response.Content.ReadAsStringAsync(Token).WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task Requests_StoreIsLost_EndWithTheReasonAsTheLastLine()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var response = await OpenAsync(host, "/api/requests");

        await host.SetUnreachableAsync(true);

        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Token).WaitAsync(Patience, Token));
        Assert.Equal(
            ("/problems#unavailable", 503), (problem.GetProperty("type").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.StartsWith("Redis has been unreachable since", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        using var again = await host.GetAsync("/api/requests");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
    }

    [Fact]
    public async Task Requests_GatewaysCannotBeAsked_EndWithTheReasonAsTheLastLine()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        using var response = await OpenAsync(host, "/api/requests");

        // The reader clears it with its next wish, which is why this is repeated.
        var text = response.Content.ReadAsStringAsync(Token);
        await Eventually.TrueAsync(
            "the stream ends",
            () =>
            {
                host.Get<TailState>().Failure = "a timeout";
                return text.IsCompleted;
            },
            Patience);

        Assert.Equal(
            "The gateways cannot be asked for requests: a timeout", JsonElement.Parse(await text).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Requests_SomebodyLooksAlready_BeginWithTheNextOne()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        Assert.True(host.Get<TailState>().TryOpen(TailFilter.All, out var other, out _));
        using var looking = other;
        other.Feed.Add([new TailLine { Target = "/earlier" }], seen: 1);

        using var response = await OpenAsync(host, "/api/requests");
        other.Feed.Add([new TailLine { Target = "/later" }], seen: 1);

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var line = JsonElement.Parse((await reader.ReadLineAsync(Token).AsTask().WaitAsync(Patience, Token))!);
        Assert.Equal("/later", line.GetProperty("target").GetString());
    }

    [Fact]
    public async Task Requests_TooManyViewers_Are503()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        for (var i = 0; i < TailState.MostViewers; i++)
        {
            Assert.True(host.Get<TailState>().TryOpen(TailFilter.All, out _, out _));
        }

        using var response = await host.GetAsync("/api/requests");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), response.Headers.RetryAfter!.Delta);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("/problems#unavailable", problem.GetProperty("type").GetString());
        Assert.StartsWith("50 viewers", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status=9xx", "status")]
    [InlineData("status=0", "status")]
    [InlineData("server=%00", "server")]
    [InlineData("gateway=a%20b", "gateway")]
    [InlineData("minMs=-1", "minMs")]
    [InlineData("minMs=9999999", "minMs")]
    [InlineData("moon=full", "moon")]
    public async Task Requests_WrongParameter_Is400ThatNamesIt(string query, string field)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.GetAsync($"/api/requests?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, JsonElement.Parse(await response.Content.ReadAsStringAsync(Token)).GetProperty("field").GetString());
    }

    private static async Task<HttpResponseMessage> OpenAsync(DashboardHost host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token).WaitAsync(Patience, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    private static Task PublishAsync(ITailStore store, string filter, string line) => store.PublishAsync(
        new() { V = TailBatch.Version, Gateway = new("g"), Filters = [TailStoreContract.Filter(filter).Text], Seen = [1] },
        Encoding.UTF8.GetBytes(line + "\n"),
        Token);
}
