using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Http2;

/// <summary>
/// Tests input that must end an HTTP/2 connection: the client gets the right error, other connections are served, and the log stays silent,
/// since any client could fill it.
/// </summary>
public sealed class Http2ConnectionErrorTests(Http2ErrorFixture fixture) : IClassFixture<Http2ErrorFixture>
{
    private const int FrameSizeError = 0x6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly byte[] Get = Hpack.Encode(RawHttp2.Get());

    /// <summary>Bytes after the preface and the settings, by name, and the codes of a GOAWAY that are right.</summary>
    private static readonly Dictionary<string, (byte[] Bytes, int[] Codes)> Inputs = new(StringComparer.Ordinal)
    {
        ["index of 0"] = (Block([0x80]), [Http2Client.CompressionError]),
        ["index of 0 that does not end the stream"] = ([0, 0, 1, 1, 4, 0, 0, 0, 1, 0x80], [Http2Client.CompressionError]),
        ["index beyond the tables"] = (Block([0xBE]), [Http2Client.CompressionError]),
        ["index of a name beyond the tables"] = (Block([0x7E, 1, (byte)'a']), [Http2Client.CompressionError]),
        ["integer without end"] = (Block([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), [Http2Client.CompressionError]),
        ["integer that is cut off"] = (Block([0xFF, 0x80]), [Http2Client.CompressionError]),
        ["string that is cut off"] = (Block([0, 5, (byte)'a']), [Http2Client.CompressionError]),
        ["field that is cut off"] = (Block([0, 1, (byte)'a']), [Http2Client.CompressionError]),
        ["table size above the limit"] = (Block([0x3F, 0xE2, 0x1F]), [Http2Client.CompressionError]),
        ["table size within a block"] = (Block([.. Get, 0x20]), [Http2Client.CompressionError]),
        ["Huffman code with the end of string"] = (Block([0, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0]), [Http2Client.CompressionError]),
        ["Huffman code with too much padding"] = (Block([0, 0x82, 0x1F, 0xFF, 0]), [Http2Client.CompressionError]),
        ["Huffman code with wrong padding"] = (Block([0, 0x81, 0x18, 0]), [Http2Client.CompressionError]),
        ["index of 0 in the trailers"] = (
            [.. Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, Get), .. Block([0x80])], [Http2Client.CompressionError]),

        ["continuation alone"] = (Frame(Http2Frame.Continuation, Http2Frame.EndHeaders, 1, Get), [Http2Client.ProtocolError]),
        ["data within a block"] = (
            [.. Frame(Http2Frame.Headers, 0, 1, Get), .. Frame(Http2Frame.Data, 0, 1, [1])], [Http2Client.ProtocolError]),
        ["ping within a block"] = (
            [.. Frame(Http2Frame.Headers, 0, 1, Get), .. Frame(Http2Frame.Ping, 0, 0, new byte[8])], [Http2Client.ProtocolError]),
        ["headers of another stream within a block"] = (
            [.. Frame(Http2Frame.Headers, 0, 1, Get), .. Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 3, Get)],
            [Http2Client.ProtocolError]),
        ["continuation of another stream"] = (
            [.. Frame(Http2Frame.Headers, 0, 1, Get), .. Frame(Http2Frame.Continuation, Http2Frame.EndHeaders, 3, [])],
            [Http2Client.ProtocolError]),
        ["headers on stream 0"] = (Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 0, Get), [Http2Client.ProtocolError]),
        ["headers on an even stream"] = (Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 2, Get), [Http2Client.ProtocolError]),
        ["headers with too much padding"] = (
            Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.Padded, 1, [200, 0x82]), [Http2Client.ProtocolError]),
        ["headers too short for their padding"] = (
            Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.Padded, 1, []), [Http2Client.ProtocolError, FrameSizeError]),
        ["headers too short for their priority"] = (
            Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.Priority, 1, [0, 0]),
            [Http2Client.ProtocolError, FrameSizeError]),
        ["data on stream 0"] = (Frame(Http2Frame.Data, 0, 0, [1]), [Http2Client.ProtocolError]),
        ["data on an idle stream"] = (Frame(Http2Frame.Data, 0, 1, [1]), [Http2Client.ProtocolError]),
        ["reset of an idle stream"] = (Frame(Http2Frame.Reset, 0, 1, new byte[4]), [Http2Client.ProtocolError]),
        ["reset too short"] = (Frame(Http2Frame.Reset, 0, 1, new byte[3]), [FrameSizeError]),
        ["ping too short"] = (Frame(Http2Frame.Ping, 0, 0, new byte[7]), [FrameSizeError]),
        ["settings of a length that is not a multiple of 6"] = (Frame(Http2Frame.Settings, 0, 0, new byte[5]), [FrameSizeError]),
        ["settings on a stream"] = (Frame(Http2Frame.Settings, 0, 1, []), [Http2Client.ProtocolError]),
        ["settings acknowledged with content"] = (Frame(Http2Frame.Settings, Http2Frame.Ack, 0, new byte[6]), [FrameSizeError]),
        ["window update of 0"] = (Frame(Http2Frame.WindowUpdate, 0, 0, new byte[4]), [Http2Client.ProtocolError]),
        ["push promise"] = (Frame(5, Http2Frame.EndHeaders, 1, new byte[8]), [Http2Client.ProtocolError]),
        ["frame too long"] = ([1, 0, 0, 0, 0, 0, 0, 0, 1], [FrameSizeError]),
        ["frame too long, of headers"] = ([1, 0, 0, 1, 4, 0, 0, 0, 1], [FrameSizeError]),
        ["request of HTTP/1.1 after the preface"] = (
            "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"u8.ToArray(), [Http2Client.ProtocolError, FrameSizeError]),
    };

    public static TheoryData<string, bool> Names => [.. Inputs.Keys.SelectMany(name => new[] { (name, false), (name, true) })];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Connection_InputThatIsAnError_EndsWithItsCodeAndNothingIsLogged(string name, bool isSecure)
    {
        var (bytes, codes) = Inputs[name];
        var logged = fixture.Logs.Above(LogLevel.Debug).Count;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);

        await using (var client = await fixture.OpenAsync(isSecure, patience.Token))
        {
            await client.SendAsync(bytes, patience.Token);
            var code = await client.EndAsync(patience.Token);
            Assert.True(code is not null && codes.Contains(code.Value), $"GOAWAY of {code}");
        }

        await using var other = await fixture.OpenAsync(isSecure, patience.Token);
        await other.SendAsync(Http2Client.Request(1, RawHttp2.Get(scheme: isSecure ? "https" : "http")), patience.Token);
        Assert.Equal(200, (await other.EndOfAsync(1, patience.Token)).Status);
        Assert.Empty(fixture.Logs.Above(LogLevel.Debug).Skip(logged));
    }

    /// <summary>Bytes from the first on that are not HTTP/2, on a connection that negotiated it.</summary>
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n--------")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\0\0\0\u0004\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public async Task Connection_NegotiatedHttp2ButSendsOtherBytes_EndsWithProtocolErrorAndNothingIsLogged(string text)
    {
        var logged = fixture.Logs.Above(LogLevel.Debug).Count;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);

        await using (var client = new Http2Client(await fixture.ConnectAsync(isSecure: true, patience.Token)))
        {
            await client.SendAsync(System.Text.Encoding.Latin1.GetBytes(text), patience.Token);
            Assert.Equal(Http2Client.ProtocolError, await client.EndAsync(patience.Token));
        }

        Assert.Empty(fixture.Logs.Above(LogLevel.Debug).Skip(logged));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Continuations_WithoutEnd_EndTheConnection(bool isSecure)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        await using var client = await fixture.OpenAsync(isSecure, patience.Token);
        var end = client.EndAsync(patience.Token);

        await client.SendAsync(Frame(Http2Frame.Headers, Http2Frame.EndStream, 1, Get), patience.Token);
        for (var sent = 0; sent < 10_000 && !end.IsCompleted; sent++)
        {
            await client.SendAsync(
                Frame(Http2Frame.Continuation, 0, 1, sent % 2 == 0 ? [] : [0, 1, (byte)'x', 1, (byte)'y']), patience.Token);
        }

        await end;
    }

    private static byte[] Block(byte[] block) => Frame(Http2Frame.Headers, Http2Frame.EndStream | Http2Frame.EndHeaders, 1, block);

    private static byte[] Frame(byte type, int flags, int stream, byte[] payload) =>
        new Http2Frame(type, (byte)flags, stream, payload).ToBytes();
}
