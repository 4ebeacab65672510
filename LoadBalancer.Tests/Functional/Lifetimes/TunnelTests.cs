using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests how the gateway ends tunnels that have been silent for too long, on the wire.</summary>
public sealed class TunnelTests : IDisposable
{
    private const int GoingAway = 1_001;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly (string Key, string Value) ShortIdle = ("Gateway:TunnelIdleTimeout", "00:00:00.300");

    /// <summary>A text frame of a server, and the same frame of a client.</summary>
    private static readonly byte[] Hello = [0x81, 5, .. "hello"u8];
    private static readonly byte[] MaskedHello = [0x81, 0x85, 0, 0, 0, 0, .. "hello"u8];
    private static readonly byte[] MaskedClose = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9];

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WebSocket_SilentForTooLong_GetsACloseFrameOnBothSides(bool isSecure)
    {
        await using var server = new TunnelServer(Hello);
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        await using var cluster = await TestCluster.StartAsync([ShortIdle, .. isSecure ? secure : []]);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using Stream client = isSecure
            ? await TlsClient.ConnectAsync(cluster.Gateway.Address.Port, "a.test", _authority, Token)
            : await ConnectAsync(cluster);

        await UpgradeAsync(client, "websocket");
        await client.WriteAsync(MaskedHello, Token);
        var received = await ReadToEndAsync(client, MaskedClose);

        Assert.Equal([.. Hello, 0x88, 2, 0x03, 0xe9], received);
        var frames = WireFrame.ReadAll(await server.Received.WaitAsync(Patience, Token));
        Assert.Equal([1, 8], frames.Select(frame => frame.Opcode));
        Assert.All(frames, frame => Assert.True(frame.IsMasked));
        Assert.Equal(GoingAway, frames[1].CloseStatus);
    }

    [Fact]
    public async Task WebSocket_OverHttp2SilentForTooLong_GetsACloseFrame()
    {
        await using var cluster = await TestCluster.StartAsync(ShortIdle);
        await using var backend = await BackendHost.StartAsync("real", cluster.Registry);
        await Eventually.TrueAsync("the server has joined", () => cluster.Gateway.Snapshot.UsableCount == 1, Patience);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket
        {
            Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact },
        };
        await socket.ConnectAsync(new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, client, Token);

        var end = await socket.ReceiveAsync(new byte[10].AsMemory(), Token).AsTask().WaitAsync(Patience, Token);

        Assert.Equal(WebSocketMessageType.Close, end.MessageType);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
    }

    [Fact]
    public async Task WebSocket_PeersDoNotCompleteTheClose_IsClosedAllTheSame()
    {
        await using var server = new TunnelServer(Hello, answersClose: false);
        await using var cluster = await TestCluster.StartAsync(ShortIdle);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var client = await ConnectAsync(cluster);

        await UpgradeAsync(client, "websocket");
        var received = await ReadToEndAsync(client, answer: []);

        Assert.Equal([.. Hello, 0x88, 2, 0x03, 0xe9], received);
        Assert.Equal(GoingAway, Assert.Single(WireFrame.ReadAll(await server.Received.WaitAsync(Patience, Token))).CloseStatus);
    }

    [Fact]
    public async Task WebSocket_SilentWithinAFrame_IsClosedWithoutACloseFrame()
    {
        await using var server = new TunnelServer(Hello[..4]);
        await using var cluster = await TestCluster.StartAsync(ShortIdle);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var client = await ConnectAsync(cluster);

        await UpgradeAsync(client, "websocket");
        await client.WriteAsync(MaskedHello.AsMemory(0, 8), Token);
        var received = await ReadToEndAsync(client, answer: []);

        Assert.Equal(Hello[..4], received);
        Assert.Equal(MaskedHello[..8], await server.Received.WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task OtherUpgrade_SilentForTooLong_IsClosed()
    {
        await using var server = new TunnelServer([1, 2, 3]);
        await using var cluster = await TestCluster.StartAsync(ShortIdle);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var client = await ConnectAsync(cluster);

        await UpgradeAsync(client, "SPDY/3.1");
        var received = await ReadToEndAsync(client, answer: []);

        Assert.Equal([1, 2, 3], received);
        Assert.Empty(await server.Received.WaitAsync(Patience, Token));
    }

    private static async Task<NetworkStream> ConnectAsync(TestCluster cluster) => await cluster.Gateway.ConnectAsync(Token);

    private static async Task UpgradeAsync(Stream client, string protocol)
    {
        await client.WriteTextAsync(
            $"GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: MDEyMzQ1Njc4OUFCQ0RFRg==\r\n\r\n",
            Token);
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(Token).WaitAsync(Patience, Token), StringComparison.Ordinal);
    }

    /// <summary>Reads until the gateway closes the connection, which it must not reset; responds to a close frame.</summary>
    private static async Task<byte[]> ReadToEndAsync(Stream client, byte[] answer)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        var received = new List<byte>();
        var buffer = new byte[1_024];
        var hasAnswered = answer.Length == 0;
        while (await client.ReadAsync(buffer, patience.Token) is > 0 and var count)
        {
            received.AddRange(buffer.AsSpan(0, count));
            if (!hasAnswered && WireFrame.FirstClose([.. received]) is not null)
            {
                hasAnswered = true;
                await client.WriteAsync(answer, patience.Token);
            }
        }

        return [.. received];
    }
}
