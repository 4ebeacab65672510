using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>What of a request arrives at the server, down to the bytes.</summary>
public class RequestTargetTests : ForwardingTests, IAsyncLifetime
{
    private readonly Channel<string> _heads = Channel.CreateUnbounded<string>();
    private readonly TcpTestServer _server;
    private TestCluster _cluster = null!;

    public RequestTargetTests()
        : this(relays: true)
    {
    }

    private protected RequestTargetTests(bool relays)
        : base(relays) => _server = new(async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            _heads.Writer.TryWrite(head);
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        }
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await Clusters.StartAsync();
        await _cluster.ApplyAsync(Changes.Join("seen", url: _server.Url));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a%2Fb")]
    [InlineData("/a%2fb")]
    [InlineData("/%252F")]
    [InlineData("/%41%7E~")]
    [InlineData("/a%20b+c")]
    [InlineData("/caf%C3%A9/%E4%BD%A0")]
    [InlineData("/%ff%zz%")]
    [InlineData("//x")]
    [InlineData("//x//y//")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/../..")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("/a;p=1/b;q")]
    [InlineData("/..;/a")]
    [InlineData("/a\\b|c^d`e{f}[g]\"<h>")]
    [InlineData("/a:b@c!$&'()*,=")]
    [InlineData("/?")]
    [InlineData("/a??b?")]
    [InlineData("/?a=b&&c")]
    [InlineData("/?a=%26+%2B/../..&=&b=//")]
    [InlineData("/?q=\"{x}|\\")]
    [InlineData("/?url=http://other.test/?x")]
    public async Task Target_AnyThatIsLegalOrOftenSent_ArrivesByteForByte(string target)
    {
        var head = await SendAsync($"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal($"GET {target} HTTP/1.1", head.Split("\r\n")[0]);
    }

    [Fact]
    public async Task Target_Long_ArrivesByteForByte()
    {
        var target = $"/{new string('p', 4_000)}?{new string('q', 4_000)}";

        var head = await SendAsync($"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal($"GET {target} HTTP/1.1", head.Split("\r\n")[0]);
    }

    [Fact]
    public async Task Target_ServerHasABasePath_FollowsIt()
    {
        await _cluster.ApplyAsync(Changes.Join("seen", url: $"{_server.Url}/base"));

        var head = await SendAsync("GET //a/../b%2Fc?d HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal("GET /base//a/../b%2Fc?d HTTP/1.1", head.Split("\r\n")[0]);
    }

    [Fact]
    public async Task Target_InAbsoluteForm_ArrivesInOriginForm()
    {
        var head = await SendAsync("GET http://a.test/x?y=1 HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal("GET /x?y=1 HTTP/1.1", head.Split("\r\n")[0]);
    }

    [Theory]
    [InlineData("a.test")]
    [InlineData("a.test:8443")]
    [InlineData("[::1]:80")]
    [InlineData("A.Test")]
    public async Task Host_OfTheRequest_ArrivesAsReceived(string host)
    {
        var head = await SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");

        Assert.Equal([host], head.FieldsNamed("Host"));
    }

    [Fact]
    public async Task ForwardedFields_ForgedByTheClient_AreReplaced()
    {
        var head = await SendAsync(
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7\r\nX-Forwarded-Host: forged\r\nX-Forwarded-Proto: https\r\n\r\n");

        Assert.Equal(["127.0.0.1"], head.FieldsNamed("X-Forwarded-For"));
        Assert.Equal(["a.test"], head.FieldsNamed("X-Forwarded-Host"));
        Assert.Equal(["http"], head.FieldsNamed("X-Forwarded-Proto"));
    }

    [Fact]
    public async Task Fields_OfTheClient_ArriveUnchangedAndHopByHopOnesDoNot()
    {
        var head = await SendAsync(
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Twice: 1\r\nX-Twice: 2\r\nX-Empty:\r\nAccept: a, b;q=0.5\r\nKeep-Alive: timeout=5\r\nProxy-Connection: close\r\n\r\n");

        Assert.Equal("1, 2", string.Join(", ", head.FieldsNamed("X-Twice")));
        Assert.Equal([""], head.FieldsNamed("X-Empty"));
        Assert.Equal(["a, b;q=0.5"], head.FieldsNamed("Accept"));
        Assert.Empty(head.FieldsNamed("Keep-Alive"));
        Assert.Empty(head.FieldsNamed("Proxy-Connection"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/stats")]
    [InlineData("/healthcheck")]
    public async Task Answer_OfAnyPath_HasNoServerField(string path)
    {
        using var response = await _cluster.Gateway.GetAsync(path, "key", Token);

        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET  HTTP/1.1\r\nHost: a.test\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    public async Task Request_Malformed_Is400AndReachesNoServer(string request)
    {
        var answer = await ExchangeAsync(request);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.False(_heads.Reader.TryPeek(out _));
    }

    private async Task<string> SendAsync(string request)
    {
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await ExchangeAsync(request), StringComparison.Ordinal);
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
