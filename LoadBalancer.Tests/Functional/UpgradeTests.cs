using System.Net.Sockets;
using System.Threading.Channels;
using LoadBalancer.Tests.Functional.Relay;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Tests which upgrades are forwarded (RFC 9110 §7.8): every protocol can become a tunnel except those in which the requests that follow
/// would pass the gateway unseen. A request for one of these is an ordinary request.
/// </summary>
public sealed class UpgradeTests : IAsyncDisposable
{
    private const string Switch = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ";
    private const string Ordinary =
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
        + "2\r\nok\r\n0\r\nX-Sum: 42\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _heads = Channel.CreateUnbounded<string>();
    private readonly TcpTestServer _server;
    private string _response = Ordinary;

    public UpgradeTests() => _server = new(async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            _heads.Writer.TryWrite(head);
            await stream.WriteTextAsync(_response, stop);
            if (_response.StartsWith(Switch, StringComparison.Ordinal))
            {
                await stream.CopyToAsync(stream, stop);
            }
        }
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA")]
    [InlineData("Connection: close, Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA")]
    [InlineData("Connection: upgrade\r\nConnection: close\r\nUpgrade: TLS/1.3, HTTP/1.1\r\nUpgrade: HTTP/2.0 , H2C,")]
    [InlineData("Connection: close\r\nUpgrade: websocket")]
    [InlineData("Connection: close, Upgrade\r\nUpgrade:")]
    [InlineData("Connection: close, Upgrade\r\nUpgrade: not a token")]
    [InlineData("Connection: close, Upgrade")]
    public async Task Request_WithoutAnUpgradeThatIsForwarded_IsRelayedLikeAnyOther(string fields)
    {
        await using var cluster = await StartAsync(ForwardingPath.Relay);
        await using var client = await cluster.Gateway.ConnectAsync(Token);

        await client.WriteTextAsync($"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n", Token);
        var response = ResponseReader.Read(await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));

        Assert.Equal((200, "ok", 103), (response.Status, response.Content, Assert.Single(response.Interim).Status));
        Assert.Equal(["X-Sum: 42"], response.Trailers);
        await AssertOrdinaryAsync();
    }

    [Theory]
    [BothPaths("h2c", "Content-Length: 2", "ok")]
    [BothPaths("websocket", "Content-Length: 2", "ok")]
    [BothPaths("tcp", "Transfer-Encoding: chunked", "2\r\nok\r\n0\r\n\r\n")]
    public async Task Request_UpgradeWithABody_IsAnOrdinaryRequest(ForwardingPath path, string protocol, string framing, string body)
    {
        await using var cluster = await StartAsync(path);
        await using var client = await cluster.Gateway.ConnectAsync(Token);
        _response = HttpText.EmptyResponse;

        await client.WriteTextAsync(
            $"POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: {protocol}\r\n{framing}\r\n\r\n{body}", Token);

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync(Token).WaitAsync(Patience, Token), StringComparison.Ordinal);
        await AssertOrdinaryAsync();
    }

    [Theory]
    [BothPaths("GET", "websocket", "websocket")]
    [BothPaths("POST", "tcp", "tcp")]
    [BothPaths("POST", "SPDY/3.1", "SPDY/3.1")]
    [BothPaths("GET", "my-protocol/2, websocket", "my-protocol/2, websocket")]
    [BothPaths("GET", "h2c, tcp", "tcp")]
    [BothPaths("GET", "SPDY/3.1, HTTP/2.0", "SPDY/3.1")]
    public async Task Upgrade_OfAnyOtherProtocol_OpensATunnel(ForwardingPath path, string method, string asked, string forwarded)
    {
        await using var cluster = await StartAsync(path);
        await using var client = await cluster.Gateway.ConnectAsync(Token);
        _response = $"{Switch}{forwarded.Split(',')[0]}\r\n\r\nhello";

        await client.WriteTextAsync(
            $"{method} /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: {asked}\r\nHTTP2-Settings: AAMA\r\n\r\n",
            Token);
        var head = await client.ReadHeadAsync(Token).WaitAsync(Patience, Token);

        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        Assert.Equal([forwarded.Split(',')[0]], head.FieldsNamed("Upgrade"));
        var seen = await _heads.Reader.ReadAsync(Token);
        Assert.StartsWith($"{method} /x HTTP/1.1\r\n", seen, StringComparison.Ordinal);
        Assert.Equal([forwarded], seen.FieldsNamed("Upgrade"));
        Assert.Equal(["Upgrade"], seen.FieldsNamed("Connection"));
        Assert.Empty(seen.FieldsNamed("HTTP2-Settings"));
        await client.WriteTextAsync(" world", Token);
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("hello world", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
    }

    [Theory]
    [BothPaths("tcp")]
    [BothPaths("websocket")]
    public async Task Upgrade_ThatTheServerDeclines_GetsAnOrdinaryResponse(ForwardingPath path, string protocol)
    {
        await using var cluster = await StartAsync(path);
        await using var client = await cluster.Gateway.ConnectAsync(Token);
        _response = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";

        await client.WriteTextAsync($"GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\n\r\n", Token);
        var declined = await client.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        await client.WriteTextAsync("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n", Token);
        var next = await client.ReadHeadAsync(Token).WaitAsync(Patience, Token);

        Assert.StartsWith("HTTP/1.1 403 ", declined, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", next, StringComparison.Ordinal);
        Assert.StartsWith("GET /1 ", await _heads.Reader.ReadAsync(Token), StringComparison.Ordinal);
        Assert.StartsWith("GET /2 ", await _heads.Reader.ReadAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>HTTP/2 has tunnels for WebSockets only.</summary>
    [Theory]
    [InlineData("tcp")]
    [InlineData("SPDY/3.1")]
    [InlineData("h2c")]
    public async Task Upgrade_TowardsAnHttp2Server_IsAnOrdinaryRequest(string protocol)
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:ServerProtocol", "Http2"));
        await cluster.AddServerAsync(
            "s1", context => context.Response.WriteAsync($"{context.Request.Method} {context.Request.Protocol}"), HttpProtocols.Http2);
        await using var client = await cluster.Gateway.ConnectAsync(Token);

        await client.WriteTextAsync(
            $"POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: {protocol}\r\nContent-Length: 0\r\n\r\n", Token);
        var response = ResponseReader.Read(await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));

        Assert.Equal((200, "POST HTTP/2"), (response.Status, response.Content));
    }

    [Theory]
    [BothPaths]
    public async Task Request_UpgradeThatIsNotForwarded_HasTheTimeoutOfARequest(ForwardingPath path)
    {
        await using var silent = new TcpTestServer((stream, stop) => stream.ReadToEndAsync(stop));
        await using var cluster = await TestCluster.StartAsync(path, ("Gateway:Limits:RequestTimeout", "00:00:00.300"));
        await cluster.ApplyAsync(Changes.Join("seen", url: silent.Url));
        await using var client = await cluster.Gateway.ConnectAsync(Token);

        await client.WriteTextAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", Token);

        Assert.StartsWith("HTTP/1.1 504 ", await client.ReadHeadAsync(Token).WaitAsync(Patience, Token), StringComparison.Ordinal);
    }

    private async Task<TestCluster> StartAsync(ForwardingPath path)
    {
        var cluster = await TestCluster.StartAsync(path);
        await cluster.ApplyAsync(Changes.Join("seen", url: _server.Url));
        return cluster;
    }

    private async Task AssertOrdinaryAsync()
    {
        var seen = await _heads.Reader.ReadAsync(Token);
        Assert.Empty(seen.FieldsNamed("Upgrade"));
        Assert.Empty(seen.FieldsNamed("HTTP2-Settings"));
        Assert.DoesNotContain("upgrade", string.Join(',', seen.FieldsNamed("Connection")), StringComparison.OrdinalIgnoreCase);
    }
}
