using System.Diagnostics;
using System.Net;
using System.Text;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests the demonstration server on its own.</summary>
public sealed class BackendTests : IAsyncLifetime
{
    private const string Sha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly InMemoryServerRegistry _registry = new(TimeProvider.System);
    private BackendHost _backend = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _backend = await BackendHost.StartAsync("me", _registry);

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Start_OnAnyPort_RegistersTheAddressItListensOn()
    {
        await Eventually.TrueAsync("it is a member", async () => (await _registry.ReadAsync(Token)).Servers.Length == 1, Patience);

        var server = Assert.Single((await _registry.ReadAsync(Token)).Servers);
        Assert.Equal("me", server.Id.Value);
        Assert.Equal(_backend.Client.BaseAddress!.ToString().TrimEnd('/'), server.Url);
    }

    [Fact]
    public async Task Stop_AsAMember_Leaves()
    {
        await Eventually.TrueAsync("it is a member", async () => (await _registry.ReadAsync(Token)).Servers.Length == 1, Patience);

        await _backend.StopAsync(Token);

        Assert.Empty((await _registry.ReadAsync(Token)).Servers);
    }

    [Theory]
    [InlineData("/", """{"message":"Hello from Server: ID me","status":"successful"}""")]
    [InlineData("/healthcheck", """{"status":"Healthy","id":"me"}""")]
    [InlineData("/heartbeat", "")]
    public async Task Get_OfAFixedPath_RespondsAsDocumented(string path, string body)
    {
        using var response = await _backend.Client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("me", Assert.Single(response.Headers.GetValues("X-Server-Id")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/echo")]
    [InlineData("/echo/below/it?x=%20&y")]
    public async Task Echo_AnyRequest_ReturnsItAsReceived(string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, target)
        {
            Content = new StringContent("abc", Encoding.ASCII, "text/x-test"),
        };
        request.Headers.Add("X-Twice", ["1", "2"]);

        using var response = await _backend.Client.SendAsync(request, Token);

        var echo = await response.EnsureSuccessStatusCode().ReadJsonAsync();
        Assert.Equal("PATCH", echo.GetProperty("method").GetString());
        Assert.Equal(target, echo.GetProperty("target").GetString());
        Assert.Equal(3, echo.GetProperty("body").GetProperty("length").GetInt64());
        Assert.Equal(Sha256OfAbc, echo.GetProperty("body").GetProperty("sha256").GetString());
        var headers = echo.GetProperty("headers").EnumerateArray()
            .Select(header => (Name: header.GetProperty("name").GetString(), Value: header.GetProperty("value").GetString())).ToArray();
        Assert.Contains(("Content-Type", "text/x-test; charset=us-ascii"), headers);
        Assert.Contains(headers, header => header is { Name: "X-Twice", Value: "1" or "1, 2" });
    }

    [Fact]
    public async Task Work_WithParameters_DelaysAndRespondsAsConfigured()
    {
        using var response = await _backend.Client.GetAsync("/work?ms=1&status=418&bytes=100000", Token);

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal(100_000, response.Content.Headers.ContentLength);
        Assert.Equal(100_000, (await response.Content.ReadAsByteArrayAsync(Token)).Length);
    }

    [Fact]
    public async Task Work_WithADelay_NeverRespondsEarlier()
    {
        for (var i = 0; i < 50; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var response = await _backend.Client.GetAsync("/work?ms=20", Token);

            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromMilliseconds(20), TimeSpan.MaxValue);
        }
    }

    [Theory]
    [InlineData("status=204")]
    [InlineData("status=304&bytes=5")]
    [InlineData("")]
    public async Task Work_WithoutABody_SendsNone(string query)
    {
        using var response = await _backend.Client.GetAsync($"/work?{query}", Token);

        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Work_Head_SendsOnlyTheLength()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/work?bytes=7");

        using var response = await _backend.Client.SendAsync(request, Token);

        Assert.Equal(7, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("/work?ms=-1")]
    [InlineData("/work?ms=600001")]
    [InlineData("/work?ms=soon")]
    [InlineData("/work?status=199")]
    [InlineData("/work?status=600")]
    [InlineData("/work?bytes=-1")]
    [InlineData("/work?bytes=4294967297")]
    [InlineData("/events?ms=0")]
    [InlineData("/events?ms=60001")]
    [InlineData("/events?count=0")]
    [InlineData("/ws")]
    public async Task Get_BadParameters_Is400(string target)
    {
        using var response = await _backend.Client.GetAsync(target, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Get_UnknownPath_Is404()
    {
        using var response = await _backend.Client.GetAsync("/unknown", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
