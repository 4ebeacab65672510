using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests what of a request arrives at the server, byte for byte.</summary>
public sealed class RequestTargetTests : IAsyncDisposable
{
    private readonly Channel<string> _heads = Channel.CreateUnbounded<string>();
    private readonly TcpTestServer _server;

    public RequestTargetTests() => _server = new(async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            _heads.Writer.TryWrite(head);
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        }
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [BothPaths("/")]
    [BothPaths("/a%2Fb")]
    [BothPaths("/a%2fb")]
    [BothPaths("/%252F")]
    [BothPaths("/%41%7E~")]
    [BothPaths("/a%20b+c")]
    [BothPaths("/caf%C3%A9/%E4%BD%A0")]
    [BothPaths("/%ff%zz%")]
    [BothPaths("//x")]
    [BothPaths("//x//y//")]
    [BothPaths("/a/../b")]
    [BothPaths("/a/./b")]
    [BothPaths("/../..")]
    [BothPaths("/a/%2e%2e/b")]
    [BothPaths("/a;p=1/b;q")]
    [BothPaths("/..;/a")]
    [BothPaths("/a\\b|c^d`e{f}[g]\"<h>")]
    [BothPaths("/a:b@c!$&'()*,=")]
    [BothPaths("/?")]
    [BothPaths("/a??b?")]
    [BothPaths("/?a=b&&c")]
    [BothPaths("/?a=%26+%2B/../..&=&b=//")]
    [BothPaths("/?q=\"{x}|\\")]
    [BothPaths("/?url=http://other.test/?x")]
    public async Task Target_LegalOrCommon_ArrivesByteForByte(ForwardingPath path, string target)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(cluster, $"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal($"GET {target} HTTP/1.1", head.Split("\r\n")[0]);
    }

    [Theory]
    [BothPaths]
    public async Task Target_Long_ArrivesByteForByte(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var target = $"/{new string('p', 4_000)}?{new string('q', 4_000)}";

        var head = await SendAsync(cluster, $"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal($"GET {target} HTTP/1.1", head.Split("\r\n")[0]);
    }

    [Theory]
    [BothPaths]
    public async Task Target_ServerHasABasePath_IsAppendedToIt(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        await cluster.ApplyAsync(Changes.Join("seen", url: $"{_server.Url}/base"));

        var head = await SendAsync(cluster, "GET //a/../b%2Fc?d HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal("GET /base//a/../b%2Fc?d HTTP/1.1", head.Split("\r\n")[0]);
    }

    [Theory]
    [BothPaths]
    public async Task Target_InAbsoluteForm_ArrivesInOriginForm(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(cluster, "GET http://a.test/x?y=1 HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal("GET /x?y=1 HTTP/1.1", head.Split("\r\n")[0]);
    }

    [Theory]
    [BothPaths("a.test")]
    [BothPaths("a.test:8443")]
    [BothPaths("[::1]:80")]
    [BothPaths("A.Test")]
    public async Task Host_OfTheRequest_ArrivesAsReceived(ForwardingPath path, string host)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(cluster, $"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");

        Assert.Equal([host], head.FieldsNamed("Host"));
    }

    [Theory]
    [BothPaths]
    public async Task ForwardedFields_ForgedByTheClient_AreReplaced(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(
            cluster,
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7\r\nX-Forwarded-Host: forged\r\n"
            + "X-Forwarded-Proto: https\r\n\r\n");

        Assert.Equal(["127.0.0.1"], head.FieldsNamed("X-Forwarded-For"));
        Assert.Equal(["a.test"], head.FieldsNamed("X-Forwarded-Host"));
        Assert.Equal(["http"], head.FieldsNamed("X-Forwarded-Proto"));
    }

    [Theory]
    [BothPaths]
    public async Task Fields_OfTheClient_ArriveUnchangedAndHopByHopOnesDoNot(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(
            cluster,
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Twice: 1\r\nX-Twice: 2\r\nX-Empty:\r\nAccept: a, b;q=0.5\r\nKeep-Alive: timeout=5\r\n"
            + "Proxy-Connection: close\r\n\r\n");

        Assert.Equal("1, 2", string.Join(", ", head.FieldsNamed("X-Twice")));
        Assert.Equal([""], head.FieldsNamed("X-Empty"));
        Assert.Equal(["a, b;q=0.5"], head.FieldsNamed("Accept"));
        Assert.Empty(head.FieldsNamed("Keep-Alive"));
        Assert.Empty(head.FieldsNamed("Proxy-Connection"));
    }

    [Theory]
    [BothPaths("/")]
    [BothPaths("/stats")]
    [BothPaths("/healthcheck")]
    public async Task Response_OfAnyPath_HasNoServerField(ForwardingPath path, string target)
    {
        await using var cluster = await StartAsync(path);
        using var response = await cluster.Gateway.GetAsync(target, "key", Token);

        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [BothPaths("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [BothPaths("GET / HTTP/1.1\r\n\r\n")]
    [BothPaths("GET  HTTP/1.1\r\nHost: a.test\r\n\r\n")]
    [BothPaths("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    public async Task Request_Malformed_Is400AndReachesNoServer(ForwardingPath path, string request)
    {
        await using var cluster = await StartAsync(path);
        var response = await ExchangeAsync(cluster, request);

        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        Assert.False(_heads.Reader.TryPeek(out _));
    }

    private async Task<TestCluster> StartAsync(ForwardingPath path)
    {
        var cluster = await TestCluster.StartAsync(path);
        await cluster.ApplyAsync(Changes.Join("seen", url: _server.Url));
        return cluster;
    }

    private async Task<string> SendAsync(TestCluster cluster, string request)
    {
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await ExchangeAsync(cluster, request), StringComparison.Ordinal);
        return await _heads.Reader.ReadAsync(Token);
    }

    private static async Task<string> ExchangeAsync(TestCluster cluster, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        await client.GetStream().WriteTextAsync(request, Token);
        return await client.GetStream().ReadHeadAsync(Token);
    }
}
