using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Proxy.Tunnels;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>
/// Tests tunnels of which one side closes its sending direction: the other side learns of it, the other direction goes on, and the tunnel
/// ends when both have ended.
/// </summary>
public sealed class TunnelHalfCloseTests : IDisposable
{
    private const string Upgrade = "websocket";
    private const string Other = "SPDY/3.1";

    /// <summary>More than the buffers on the path hold.</summary>
    private const int Much = (6 * 1024 * 1024) + 12_345;

    private const int Little = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(Upgrade, false, false)]
    [InlineData(Upgrade, false, true)]
    [InlineData(Upgrade, true, false)]
    [InlineData(Upgrade, true, true)]
    [InlineData(Other, false, false)]
    [InlineData(Other, true, true)]
    public async Task Client_ClosesItsSide_TheServerLearnsOfItAndMayGoOn(string protocol, bool isClientSecure, bool isServerSecure)
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new UpgradeServer(isServerSecure ? _authority : null, async (stream, stop) =>
        {
            received.SetResult(await stream.ReadToEndAsync(stop));
            await stream.WriteTextAsync("what follows", stop);
        });
        await using var cluster = await StartAsync(server, isClientSecure);
        await using var client = await OpenAsync(cluster, isClientSecure, protocol);
        await client.WriteTextAsync("the end", Token);

        await client.CloseSideAsync();

        Assert.Equal("the end", await received.Task.WaitAsync(Patience, Token));
        Assert.Equal("what follows", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
        await Eventually.TrueAsync("the tunnel has ended", () => TunnelsOf(cluster) == 0, Patience);
    }

    [Theory]
    [InlineData(Upgrade, false, false)]
    [InlineData(Upgrade, false, true)]
    [InlineData(Upgrade, true, false)]
    [InlineData(Upgrade, true, true)]
    [InlineData(Other, false, false)]
    [InlineData(Other, true, true)]
    public async Task Server_ClosesItsSide_TheClientLearnsOfItAndMayGoOn(string protocol, bool isClientSecure, bool isServerSecure)
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new UpgradeServer(isServerSecure ? _authority : null, async (stream, stop) =>
        {
            await stream.WriteTextAsync("the end", stop);
            await UpgradeServer.CloseSideAsync(stream);
            received.SetResult(await stream.ReadToEndAsync(stop));
        });
        await using var cluster = await StartAsync(server, isClientSecure);
        await using var client = await OpenAsync(cluster, isClientSecure, protocol);

        Assert.Equal("the end", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
        Assert.Equal(1, TunnelsOf(cluster));
        await client.WriteTextAsync("what follows", Token);
        await client.CloseSideAsync();

        Assert.Equal("what follows", await received.Task.WaitAsync(Patience, Token));
        await Eventually.TrueAsync("the tunnel has ended", () => TunnelsOf(cluster) == 0, Patience);
    }

    /// <summary>The end follows the last byte, however much waits to be sent before it to a client that reads slowly.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_ClosesItsSideBehindMuchData_AllOfItArrives(bool isSecure)
    {
        var (sent, received) = (new TaskCompletionSource(), new TaskCompletionSource<string>());
        await using var server = new UpgradeServer(authority: null, async (stream, stop) =>
        {
            await stream.WriteAsync(new byte[Much], stop);
            await UpgradeServer.CloseSideAsync(stream);
            sent.SetResult();
            received.SetResult(await stream.ReadToEndAsync(stop));
        });
        await using var cluster = await StartAsync(server, isSecure);
        await using var client = await OpenAsync(cluster, isSecure, Other);

        client.Socket.ReceiveBufferSize = Little;

        Assert.Equal(Much, await CountAsync(client.Stream).WaitAsync(Patience, Token));
        await sent.Task.WaitAsync(Patience, Token);
        await client.WriteTextAsync("what follows", Token);
        await client.CloseSideAsync();
        Assert.Equal("what follows", await received.Task.WaitAsync(Patience, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_ClosesItsSideAndNothingFollows_TheTunnelEndsWhenItIsIdle(bool isSecure)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new UpgradeServer(authority: null, async (stream, stop) =>
        {
            await stream.ReadToEndAsync(stop);
            ended.SetResult();
            await stop.EndAsync();
        });
        await using var cluster = await StartAsync(server, isSecure, ("Gateway:TunnelIdleTimeout", "00:00:00.300"));
        await using var client = await OpenAsync(cluster, isSecure, Other);

        await client.CloseSideAsync();

        await ended.Task.WaitAsync(Patience, Token);
        Assert.Equal("", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
        await Eventually.TrueAsync("the tunnel has ended", () => TunnelsOf(cluster) == 0, Patience);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Http2Client_EndsItsStream_TheServerLearnsOfItAndMayGoOn(bool isServerSecure)
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new UpgradeServer(isServerSecure ? _authority : null, async (stream, stop) =>
        {
            received.SetResult(await stream.ReadToEndAsync(stop));
            await stream.WriteTextAsync("what follows", stop);
        });
        await using var cluster = await StartAsync(server, isClientSecure: false);
        await using var client = await cluster.Gateway.ConnectAsync(Token);
        await ConnectAsync(client);

        await new Http2Frame(Http2Frame.Data, Http2Frame.EndStream, 1, "the end"u8.ToArray()).WriteAsync(client, Token);

        Assert.Equal("the end", await received.Task.WaitAsync(Patience, Token));
        Assert.Equal("what follows", await ReadStreamAsync(client).WaitAsync(Patience, Token));
        await Eventually.TrueAsync("the tunnel has ended", () => TunnelsOf(cluster) == 0, Patience);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Http2Client_ServerClosesItsSide_TheStreamEndsAndTheClientMayGoOn(bool isServerSecure)
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new UpgradeServer(isServerSecure ? _authority : null, async (stream, stop) =>
        {
            await stream.WriteTextAsync("the end", stop);
            await UpgradeServer.CloseSideAsync(stream);
            received.SetResult(await stream.ReadToEndAsync(stop));
        });
        await using var cluster = await StartAsync(server, isClientSecure: false);
        await using var client = await cluster.Gateway.ConnectAsync(Token);
        await ConnectAsync(client);

        Assert.Equal("the end", await ReadStreamAsync(client).WaitAsync(Patience, Token));
        Assert.Equal(1, TunnelsOf(cluster));
        await new Http2Frame(Http2Frame.Data, Http2Frame.EndStream, 1, "what follows"u8.ToArray()).WriteAsync(client, Token);

        Assert.Equal("what follows", await received.Task.WaitAsync(Patience, Token));
        await Eventually.TrueAsync("the tunnel has ended", () => TunnelsOf(cluster) == 0, Patience);
    }

    /// <summary>The platform's HTTP client cannot end one direction of a stream, so the tunnel ends as a whole.</summary>
    [Fact]
    public async Task Client_ClosesItsSideBeforeAnHttp2Server_TheTunnelEnds()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await TestCluster.StartAsync(("Gateway:ServerProtocol", "Http2"));
        await cluster.AddServerAsync(
            "s1",
            async context =>
            {
                await using var stream = await context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync();
                context.RequestAborted.Register(ended.SetResult);
                await ended.Task;
            },
            HttpProtocols.Http2);
        await using var client = await OpenAsync(cluster, isSecure: false, Upgrade);

        await client.CloseSideAsync();

        await ended.Task.WaitAsync(Patience, Token);
        Assert.Equal("", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
        await Eventually.TrueAsync("the tunnel has ended", () => TunnelsOf(cluster) == 0, Patience);
    }

    private static async Task<int> CountAsync(Stream stream)
    {
        var (buffer, total) = (new byte[1_024], 0);
        while (await stream.ReadAsync(buffer, Token) is > 0 and var count)
        {
            total += count;
        }

        return total;
    }

    private async Task<TestCluster> StartAsync(UpgradeServer server, bool isClientSecure, params (string Key, string Value)[] settings)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        var cluster = await TestCluster.StartAsync(
            [("Gateway:ServerTls:CertificateAuthorities", _authority.Path), .. isClientSecure ? secure : [], .. settings]);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        return cluster;
    }

    private async Task<TestClient> OpenAsync(TestCluster cluster, bool isSecure, string protocol)
    {
        var client = await TestClient.ConnectAsync(
            cluster.Gateway.Address.Port, isSecure ? _authority : null, SslApplicationProtocol.Http11, Token);
        await client.WriteTextAsync(
            $"GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: MDEyMzQ1Njc4OUFCQ0RFRg==\r\n\r\n",
            Token);
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(Token).WaitAsync(Patience, Token), StringComparison.Ordinal);
        return client;
    }

    /// <summary>Opens a WebSocket in the first stream of an HTTP/2 connection (RFC 8441).</summary>
    private static async Task ConnectAsync(NetworkStream client)
    {
        await client.WriteAsync(Http2Client.Beginning, Token);
        var head = Hpack.Encode(
        [
            (":method", "CONNECT"), (":protocol", Upgrade), (":scheme", "http"), (":path", "/"), (":authority", "a.test"),
            ("sec-websocket-version", "13"),
        ]);
        await new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, head).WriteAsync(client, Token);
    }

    /// <summary>Reads the data of the first stream to its end.</summary>
    private static async Task<string> ReadStreamAsync(NetworkStream client)
    {
        var text = new StringBuilder();
        while (await Http2Frame.ReadAsync(client, Token) is { } frame)
        {
            if (frame is { Type: Http2Frame.Headers, Stream: 1 })
            {
                Assert.Equal(200, Hpack.StatusOf(frame.Payload));
            }

            text.Append(frame.Type == Http2Frame.Data ? Encoding.Latin1.GetString(frame.Payload) : "");
            if (frame is { Type: Http2Frame.Data or Http2Frame.Headers, Stream: 1 } && frame.Has(Http2Frame.EndStream))
            {
                return text.ToString();
            }

            Assert.False(frame.Type is Http2Frame.Reset or Http2Frame.GoAway, "the stream was cut");
        }

        throw new IOException("The connection has ended.");
    }

    private static int TunnelsOf(TestCluster cluster) => cluster.Gateway.Part<OpenTunnels>().Count;
}
