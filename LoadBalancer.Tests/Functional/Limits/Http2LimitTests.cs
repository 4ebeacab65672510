using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Tests.Functional.Limits;

/// <summary>Tests the limits of an HTTP/2 connection, frame by frame.</summary>
public sealed class Http2LimitTests
{
    private const int Cancel = 8;
    private const short HeaderTableSize = 1;
    private const short MaxConcurrentStreams = 3;
    private const short MaxFrameSize = 5;
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly (string Key, string Value) Http2 = ("Kestrel:EndpointDefaults:Protocols", "Http2");

    /// <summary>:method GET, :scheme http, :path /, :authority a.test (RFC 7541 appendix A).</summary>
    private static readonly byte[] Head = [0x82, 0x86, 0x84, 0x41, 6, .. "a.test"u8];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_AreSentToTheClient()
    {
        await using var cluster = await TestCluster.StartAsync(
            Http2, ("Gateway:Limits:Http2:Streams", "7"), ("Gateway:Limits:Http2:HeaderTableBytes", "0"),
            ("Gateway:Limits:Http2:FrameBytes", "32768"));
        await using var stream = await OpenAsync(cluster);

        var settings = (await Http2Frame.ReadAsync(stream, Token))!;

        Assert.Equal(Http2Frame.Settings, settings.Type);
        var announced = Enumerable.Range(0, settings.Payload.Length / 6).ToDictionary(
            i => BinaryPrimitives.ReadInt16BigEndian(settings.Payload.AsSpan(i * 6)),
            i => BinaryPrimitives.ReadInt32BigEndian(settings.Payload.AsSpan((i * 6) + 2)));
        Assert.Equal((7, 0, 32_768), (announced[MaxConcurrentStreams], announced[HeaderTableSize], announced[MaxFrameSize]));
    }

    /// <summary>
    /// Each request has reached a server before its stream is reset, so Kestrel's own limit, which counts the streams that it has not
    /// finished, is not exceeded.
    /// </summary>
    [Fact]
    public async Task Streams_ResetOneAfterTheOther_EndTheConnection()
    {
        const int Most = 10;
        await using var cluster = await TestCluster.StartAsync(Http2, ("Gateway:Limits:Http2:Resets", $"{Most}"));
        var server = await cluster.AddServerAsync("s1", context => context.RequestAborted.EndAsync());
        await using var stream = await OpenAsync(cluster);
        var closed = ReadToEndAsync(stream);

        for (var sent = 0; sent <= Most; sent++)
        {
            Assert.False(closed.IsCompleted);
            await SendAsync(stream, sent);
            await Eventually.TrueAsync("the server has the request", () => server.Requests == sent + 1, Patience);
            await BreakOffAsync(stream, sent);
        }

        await closed.WaitAsync(Patience, Token);
        await Eventually.TrueAsync(
            "it is counted", () => cluster.Gateway.Part<Rejections>().Of(RejectionReason.Http2Resets) == 1, Patience);
    }

    [Fact]
    public async Task Streams_FloodOfResets_EndsTheConnectionAndNoOther()
    {
        await using var cluster = await TestCluster.StartAsync(Http2);
        await cluster.AddServerAsync("s1", context => context.RequestAborted.EndAsync());
        await using var stream = await OpenAsync(cluster);
        var closed = ReadToEndAsync(stream);

        var sent = 0;
        for (; sent < 100_000 && !closed.IsCompleted; sent++)
        {
            await SendAsync(stream, sent);
            await BreakOffAsync(stream, sent);
        }

        await closed.WaitAsync(Patience, Token);
        Assert.InRange(sent, 1, 99_999);
        await using var other = await OpenAsync(cluster);
        Assert.Equal(Http2Frame.Settings, (await Http2Frame.ReadAsync(other, Token).WaitAsync(Patience, Token))!.Type);
    }

    [Theory]
    [InlineData("Http2")]
    [InlineData("Http1AndHttp2")]
    public async Task Streams_ResetOnManyConnections_EndTheClientsHttp2AndNotItsHttp1(string protocols)
    {
        const int Most = 10;
        await using var cluster = await TestCluster.StartAsync(
            ("Kestrel:EndpointDefaults:Protocols", protocols), ("Gateway:Limits:Http2:Resets", "0"),
            ("Gateway:Limits:Http2:ResetsPerClient", $"{Most}"));
        var server = await cluster.AddServerAsync(
            "s1", context => context.Request.Path == "/soon" ? Task.CompletedTask : context.RequestAborted.EndAsync());

        for (var sent = 0; sent <= Most; sent++)
        {
            await using var stream = await OpenAsync(cluster);
            await SendAsync(stream, 0);
            await Eventually.TrueAsync("the server has the request", () => server.Requests == sent + 1, Patience);
            await BreakOffAsync(stream, 0);
        }

        await Eventually.TrueAsync("it is counted", () => Rejected(cluster) > 0, Patience);
        var counted = Rejected(cluster);
        await ConnectToEndAsync(cluster).WaitAsync(Patience, Token);
        Assert.Equal(counted + 1, Rejected(cluster));
        if (protocols != "Http2")
        {
            await cluster.Gateway.GetTextAsync("/soon", "key", Token).WaitAsync(Patience, Token);
        }
    }

    [Fact]
    public async Task Streams_ServedOneAfterTheOther_DoNotEndTheConnection()
    {
        await using var cluster = await TestCluster.StartAsync(Http2, ("Gateway:Limits:Http2:Resets", "1"));
        await cluster.AddServerAsync("s1");
        await using var stream = await OpenAsync(cluster);

        for (var request = 0; request < 100; request++)
        {
            var id = (request * 2) + 1;
            await new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, id, Head).WriteAsync(stream, Token);
            while (await Http2Frame.ReadAsync(stream, Token).WaitAsync(Patience, Token) is { } frame
                && !(frame.Stream == id && frame.Has(Http2Frame.EndStream)))
            {
                Assert.NotEqual(Http2Frame.GoAway, frame.Type);
                Assert.NotEqual(Http2Frame.Reset, frame.Type);
            }
        }

        Assert.Equal(100, cluster.Server("s1").Requests);
        Assert.Equal(0, cluster.Gateway.Part<Rejections>().Total);
    }

    [Fact]
    public async Task Fields_LongerThanTheHeadLimit_ReachNoServer()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            1, Http2, ("Gateway:Limits:HeadBytes", "8192"), ("Gateway:Limits:TargetBytes", "4096"));
        await using var stream = await OpenAsync(cluster);

        // A literal of 10,000 letters (RFC 7541 §6.2.2, §5.1: 127 in the first byte, 9,873 in two more).
        byte[] field = [0, 1, (byte)'x', 0x7f, 0x91, 0x4d, .. Encoding.ASCII.GetBytes(new string('v', 10_000))];
        await TrySendAsync(
            stream, new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, 1, [.. Head, .. field]));

        Http2Frame? response;
        do
        {
            response = await Http2Frame.ReadAsync(stream, Token).WaitAsync(Patience, Token);
        }
        while (response is not null && response.Type != Http2Frame.Headers);

        Assert.NotNull(response);
        Assert.Equal(431, Hpack.StatusOf(response.Payload));
        Assert.Equal(0, cluster.Server("s1").Requests);
    }

    /// <summary>The client has no table, and so does not confirm in its blocks that the gateway has reduced it.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("100")]
    public async Task Table_SmallerThanUsual_ServesDotNetsClient(string bytes)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, Http2, ("Gateway:Limits:Http2:HeaderTableBytes", bytes));
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpMessageInvoker(handler);

        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, cluster.Gateway.Address)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = await client.SendAsync(request, Token).WaitAsync(Patience, Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Block_ThatDoesNotEndInTime_EndsTheConnectionWithAnError(bool isWithinFrame)
    {
        await using var cluster = await TestCluster.StartAsync(Http2, ("Gateway:Limits:HeadTimeout", "00:00:00.200"));
        await using var client = await Http2Client.OpenAsync(await cluster.Gateway.ConnectAsync(Token), Token);
        var frame = new Http2Frame(Http2Frame.Headers, Http2Frame.EndStream, 1, Head).ToBytes();

        await client.SendAsync(isWithinFrame ? frame[..^1] : frame, Token);

        Assert.Equal(Http2Client.ProtocolError, await client.EndAsync(Token).WaitAsync(Patience, Token));
        Assert.Equal(1, cluster.Gateway.Part<Rejections>().Of(RejectionReason.HeadTimeout));
    }

    [Fact]
    public async Task Conversation_OfGrpcThatIsSilent_IsNotTooSlow()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await TestCluster.StartAsync(
            Http2, ("Gateway:ServerProtocol", "Http2"), ("Gateway:Limits:BodyRate", "1000"), ("Gateway:Limits:RateGrace", "00:00:01.1"));
        await cluster.AddServerAsync(
            "s1",
            async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body, context.RequestAborted);
                ended.TrySetResult();
            },
            HttpProtocols.Http2);
        await using var grpc = await OpenAsync(cluster);
        await using var other = await OpenAsync(cluster);
        byte[] post = [0x83, 0x86, 0x84, 0x41, 6, .. "a.test"u8];
        byte[] contentType = [0x0f, 0x10, 16, .. "application/grpc"u8];
        await new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, [.. post, .. contentType]).WriteAsync(grpc, Token);
        await new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, post).WriteAsync(other, Token);

        // When the other connection has been ended for being too slow, this one would have been ended too.
        await ReadToEndAsync(other).WaitAsync(Patience, Token);
        await new Http2Frame(Http2Frame.Data, Http2Frame.EndStream, 1, [1]).WriteAsync(grpc, Token);

        await ended.Task.WaitAsync(Patience, Token);
    }

    private static async Task<Stream> OpenAsync(TestCluster cluster)
    {
        var stream = await cluster.Gateway.ConnectAsync(Token);
        await stream.WriteAsync(Preface, Token);
        await new Http2Frame(Http2Frame.Settings, Flags: 0, Stream: 0, []).WriteAsync(stream, Token);
        return stream;
    }

    /// <summary>Connects, and returns when the connection has ended. A reset may already show while connecting.</summary>
    private static async Task ConnectToEndAsync(TestCluster cluster)
    {
        try
        {
            await using var stream = await cluster.Gateway.ConnectAsync(Token);
            await stream.WriteAsync(Preface, Token);
            await ReadToEndAsync(stream);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The connection is reset instead of closed.
        }
    }

    /// <summary>Reads until the connection or the first stream ends.</summary>
    private static async Task ReadToEndAsync(Stream stream)
    {
        try
        {
            while (await Http2Frame.ReadAsync(stream, Token) is { } frame && frame.Type != Http2Frame.GoAway)
            {
            }
        }
        catch (IOException)
        {
            // The connection is reset instead of closed.
        }
    }

    private static long Rejected(TestCluster cluster) => cluster.Gateway.Part<Rejections>().Of(RejectionReason.Http2Resets);

    private static Task SendAsync(Stream stream, int request) =>
        TrySendAsync(stream, new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, (request * 2) + 1, Head));

    private static Task BreakOffAsync(Stream stream, int request) =>
        TrySendAsync(stream, new Http2Frame(Http2Frame.Reset, Flags: 0, (request * 2) + 1, Http2Frame.Numbers(Cancel)));

    private static async Task TrySendAsync(Stream stream, Http2Frame frame)
    {
        try
        {
            await frame.WriteAsync(stream, Token);
        }
        catch (IOException)
        {
            // The connection is already closed.
        }
    }
}
