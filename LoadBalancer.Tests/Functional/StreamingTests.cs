using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests everything but small requests with small responses, through the gateway to the real Backend.</summary>
public sealed class StreamingTests
{
    private const int Large = 50_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths(true)]
    [BothPaths(false)]
    public async Task Upload_Large_ArrivesWhole(ForwardingPath path, bool isChunked)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        await using var backend = await AddBackendAsync(cluster);
        var body = new byte[Large];
        new Random(1).NextBytes(body);
        using var content = new ByteArrayContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await cluster.Gateway.Client.SendAsync(request, Token);

        var echo = (await response.EnsureSuccessStatusCode().ReadJsonAsync()).GetProperty("body");
        Assert.Equal(Large, echo.GetProperty("length").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), echo.GetProperty("sha256").GetString());
    }

    [Theory]
    [BothPaths]
    public async Task Download_Large_ArrivesWhole(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        await using var backend = await AddBackendAsync(cluster);
        using var response = await cluster.Gateway.GetAsync($"/work?bytes={Large}", "key", Token);

        var body = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(Token);
        Assert.Equal(Large, body.Length);
        Assert.False(body.AsSpan().ContainsAnyExcept((byte)'x'));
    }

    [Theory]
    [BothPaths]
    public async Task WebSocket_ThroughTheGateway_EchoesTextAndBinaryAndCloses(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        await using var backend = await AddBackendAsync(cluster);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, Token);
        var binary = new byte[100_000];
        new Random(2).NextBytes(binary);

        Assert.Equal((WebSocketMessageType.Text, "hällo"), await EchoTextAsync(socket, "hällo"));
        await socket.SendAsync(binary, WebSocketMessageType.Binary, endOfMessage: true, Token);
        Assert.Equal(binary, (await ReceiveAsync(socket)).Body);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        Assert.Equal("bye", socket.CloseStatusDescription);
    }

    [Theory]
    [BothPaths]
    public async Task Events_ThroughTheGateway_ArriveOneByOne(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        await using var backend = await AddBackendAsync(cluster);
        using var response = await cluster.Gateway.GetAsync("/events?ms=60000&count=2", "key", Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));

        // The next event is a minute away, so the first one cannot have been held back until then.
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("event: tick", await reader.ReadLineAsync(Token));
        Assert.Equal("""data: {"server":"real","number":0}""", await reader.ReadLineAsync(Token));
    }

    [Theory]
    [BothPaths]
    public async Task Events_Counted_EndAfterTheLast(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        await using var backend = await AddBackendAsync(cluster);
        using var response = await cluster.Gateway.GetAsync("/events?ms=1&count=3", "key", Token);

        var numbers = (await response.Content.ReadAsStringAsync(Token)).Split('\n')
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
            .Select(line => line[(line.LastIndexOf(':') + 1)..^1]);
        Assert.Equal(Enumerable.Range(0, 3).Select(number => number.ToString(CultureInfo.InvariantCulture)), numbers);
    }

    [Theory]
    [BothPaths]
    public async Task Echo_ThroughTheGateway_HasTheRawTarget(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        await using var backend = await AddBackendAsync(cluster);
        using var response = await cluster.Gateway.GetAsync("/echo/a%2Fb?c=%20", "key", Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/echo/a%2Fb?c=%20", (await response.ReadJsonAsync()).GetProperty("target").GetString());
        Assert.Equal("real", Assert.Single(response.Headers.GetValues("X-Server-Id")));
    }

    private static async Task<BackendHost> AddBackendAsync(TestCluster cluster)
    {
        var backend = await BackendHost.StartAsync("real", cluster.Registry);
        await Eventually.TrueAsync("the server has joined", () => cluster.Gateway.Snapshot.UsableCount == 1, Patience);
        return backend;
    }

    private static async Task<(WebSocketMessageType Type, string Text)> EchoTextAsync(WebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Token);
        var (type, body) = await ReceiveAsync(socket);
        return (type, Encoding.UTF8.GetString(body));
    }

    private static async Task<(WebSocketMessageType Type, byte[] Body)> ReceiveAsync(WebSocket socket)
    {
        var body = new MemoryStream();
        var buffer = new byte[8_192];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), Token);
            body.Write(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
            {
                return (part.MessageType, body.ToArray());
            }
        }
    }
}
