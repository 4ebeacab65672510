using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>What is meant for one hop stays there, and what each hop owes is added (RFC 9110 §7.6).</summary>
public class HopByHopTests : ForwardingTests, IAsyncLifetime
{
    private readonly Channel<string> _heads = Channel.CreateUnbounded<string>();
    private readonly TcpTestServer _server;
    private string _response = HttpText.EmptyResponse;
    private TestCluster _cluster = null!;

    public HopByHopTests()
        : this(relays: true)
    {
    }

    private protected HopByHopTests(bool relays)
        : base(relays) => _server = new(async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            _heads.Writer.TryWrite(head);
            await stream.WriteTextAsync(_response, stop);
        }
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await Clusters.StartAsync(("Gateway:Id", "edge"));
        await _cluster.ApplyAsync(Changes.Join("seen", url: _server.Url));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Request_FieldsThatConnectionNames_DoNotArrive()
    {
        var head = await SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Hop,x-other\r\nConnection: Cookie\r\nX-Hop: 1\r\nX-Other: 2\r\nCookie: c=1\r\nX-Kept: 3\r\n\r\n");

        Assert.Empty(head.FieldsNamed("X-Hop"));
        Assert.Empty(head.FieldsNamed("X-Other"));
        Assert.Empty(head.FieldsNamed("Cookie"));
        Assert.Equal(["3"], head.FieldsNamed("X-Kept"));
    }

    [Fact]
    public async Task Request_ConnectionNamesHeadersOfTheBody_DoNotArrive()
    {
        var head = await SendAsync("POST / HTTP/1.1\r\nHost: a\r\nConnection: close, Content-Language, Cookie\r\nContent-Language: de\r\nCookie: c=1\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx");

        Assert.Empty(head.FieldsNamed("Content-Language"));
        Assert.Empty(head.FieldsNamed("Cookie"));
        Assert.Equal(["text/plain"], head.FieldsNamed("Content-Type"));
    }

    [Fact]
    public async Task Request_ConnectionNamesWhatFramesAndRoutes_ThatArrivesAllTheSame()
    {
        var head = await SendAsync("POST / HTTP/1.1\r\nHost: a\r\nConnection: Host, Content-Length\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(["a"], head.FieldsNamed("Host"));
        Assert.Equal(["0"], head.FieldsNamed("Content-Length"));
    }

    [Theory]
    [InlineData("Keep-Alive: timeout=5")]
    [InlineData("Proxy-Connection: keep-alive")]
    [InlineData("Proxy-Authorization: Basic eA==")]
    [InlineData("Proxy-Authenticate: Basic")]
    [InlineData("Upgrade: h2c")]
    [InlineData("TE: gzip")]
    public async Task Request_FieldOfOneHop_DoesNotArrive(string field)
    {
        var head = await SendAsync($"GET / HTTP/1.1\r\nHost: a\r\n{field}\r\n\r\n");

        Assert.Empty(head.FieldsNamed(field.Split(':')[0]));
    }

    [Fact]
    public async Task Request_TrailersAreWelcome_IsSaidAgain()
    {
        var head = await SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE\r\nTE: gzip, trailers\r\n\r\n");

        Assert.Equal(["trailers"], head.FieldsNamed("TE"));
    }

    [Theory]
    [InlineData("HTTP/1.1", "1.1")]
    [InlineData("HTTP/1.0", "1.0")]
    public async Task Request_OfAnyVersion_ArrivesWithVia(string version, string entry)
    {
        var head = await SendAsync($"GET / {version}\r\nHost: a\r\nVia: 1.1 before\r\n\r\n");

        Assert.Matches($"^1\\.1 before, {entry.Replace(".", "\\.", StringComparison.Ordinal)} edge-[0-9a-f]{{8}}$", string.Join(", ", head.FieldsNamed("Via")));
    }

    [Fact]
    public async Task Answer_FieldsThatConnectionNames_DoNotArriveAndViaDoes()
    {
        _response = "HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nX-Kept: 2\r\nContent-Length: 0\r\n\r\n";

        using var response = await _cluster.Gateway.GetAsync("/", "key", Token);

        Assert.False(response.Headers.Contains("X-Hop"));
        Assert.False(response.Headers.Contains("Keep-Alive"));
        Assert.Equal(["2"], response.Headers.GetValues("X-Kept"));
        Assert.StartsWith("1.1 edge-", Assert.Single(response.Headers.GetValues("Via")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ThatHasPassedThisGateway_Is508AndGoesNoFurther()
    {
        var via = (await SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).FieldsNamed("Via").Single();

        Assert.StartsWith("HTTP/1.1 508 ", await ExchangeAsync($"GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 x, {via}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await ExchangeAsync($"GET / HTTP/1.1\r\nHost: a\r\nVia: {via}0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")]
    public async Task Request_OfAMethodThatIsNotServed_Is405WithAllow(string request)
    {
        var answer = await ExchangeAsync(request);

        Assert.StartsWith("HTTP/1.1 405 ", answer, StringComparison.Ordinal);
        Assert.Single(answer.FieldsNamed("Allow"));
        Assert.False(_heads.Reader.TryPeek(out _));
    }

    [Fact]
    public async Task Options_MaxForwards_IsCountedDownAndEndsHere()
    {
        var passed = await SendAsync("OPTIONS /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 2\r\n\r\n");
        var ended = await ExchangeAsync("OPTIONS /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
        var other = await SendAsync("GET /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 2\r\n\r\n");

        Assert.Equal(["1"], passed.FieldsNamed("Max-Forwards"));
        Assert.StartsWith("HTTP/1.1 204 ", ended, StringComparison.Ordinal);
        Assert.Equal(["2"], other.FieldsNamed("Max-Forwards"));
    }

    private async Task<string> SendAsync(string request)
    {
        Assert.StartsWith("HTTP/1.", await ExchangeAsync(request), StringComparison.Ordinal);
        return await _heads.Reader.ReadAsync(Token);
    }

    private async Task<string> ExchangeAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _cluster.Gateway.Address.Port, Token);
        await client.GetStream().WriteTextAsync(request, Token);
        return await client.GetStream().ReadHeadAsync(Token);
    }
}
