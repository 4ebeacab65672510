using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Http2;

/// <summary>Tests that no client can fill the log: whatever it sends, and wherever it breaks off, nothing is logged above Debug.</summary>
public sealed class ClientNoiseTests(Http2ErrorFixture fixture) : IClassFixture<Http2ErrorFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The start of a TLS handshake.</summary>
    private static readonly byte[] Hello = [0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3, .. new byte[32], 0];

    private static readonly byte[] Upload =
    [
        .. Http2Client.Beginning,
        .. Http2Client.Block(1, Hpack.Encode([(":method", "POST"), .. RawHttp2.Get()[1..]]), endsStream: false).Single().ToBytes(),
        .. new Http2Frame(Http2Frame.Data, 0, 1, new byte[1_000]).ToBytes(),
    ];

    private static readonly Dictionary<string, byte[]> Inputs = new(StringComparer.Ordinal)
    {
        ["nothing"] = [],
        ["zeros"] = new byte[1_000],
        ["ones"] = [.. Enumerable.Repeat((byte)0xFF, 1_000)],
        ["request of HTTP/1.1"] = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"u8.ToArray(),
        ["part of a request of HTTP/1.1"] = "GET / HTTP/1.1\r\nHo"u8.ToArray(),
        ["request of HTTP/1.1 that is malformed"] = "GET / HTTP/1.1\nHost: a.test\n\n"u8.ToArray(),
        ["chunk that is malformed"] = "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"u8.ToArray(),
        ["upgrade to an unknown protocol"] =
            "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n\0\0"u8.ToArray(),
        ["handshake of TLS that breaks off"] = Hello,
        ["record of TLS that is too long"] = [0x16, 3, 1, 0xFF, 0xFF, .. new byte[100]],
        ["part of a preface"] = Http2Client.Beginning[..20],
        ["preface that is wrong"] = [.. Http2Client.Beginning[..18], .. "XX\r\n\r\n\0\0\0\0"u8],
        ["preface and a part of a frame"] = [.. Http2Client.Beginning, 0, 0],
        ["preface and a part of a header block"] = [.. Http2Client.Beginning, 0, 0, 10, 1, 4, 0, 0, 0, 1, 0x82],
        ["preface and a request that breaks off"] = Upload,
        ["upload that the client resets"] = [.. Upload, .. new Http2Frame(Http2Frame.Reset, 0, 1, Http2Frame.Numbers(8)).ToBytes()],
        ["upload with trailers that are malformed"] =
            [.. Upload, .. new Http2Frame(Http2Frame.Headers, 5, 1, Hpack.Encode([("X", "1")])).ToBytes()],
        ["goaway"] = [.. Upload, .. new Http2Frame(Http2Frame.GoAway, 0, 0, new byte[8]).ToBytes()],
        ["window that overflows"] =
            [.. Upload, .. new Http2Frame(Http2Frame.WindowUpdate, 0, 1, Http2Frame.Numbers(int.MaxValue)).ToBytes()],
    };

    public static TheoryData<string> Names => [.. Inputs.Keys];

    public static TheoryData<string, bool> NamesByPort => [.. Inputs.Keys.SelectMany(name => new[] { (name, false), (name, true) })];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(NamesByPort))]
    public async Task Connection_AnyBytesThatBreakOff_IsNotLogged(string name, bool isSecurePort)
    {
        await CheckAsync(Inputs[name], () => ConnectAsync(isSecurePort));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Connection_AnyBytesBehindTlsThatBreakOff_IsNotLogged(string name)
    {
        await CheckAsync(Inputs[name], () => fixture.ConnectAsync(isSecure: true, Token));
    }

    /// <summary>Sends all bytes, and half of them, and ends the connection after each.</summary>
    private async Task CheckAsync(byte[] bytes, Func<Task<Stream>> connect)
    {
        var logged = fixture.Logs.Above(LogLevel.Debug).Count;
        for (var parts = 1; parts <= 2; parts++)
        {
            await using var stream = await connect();
            await using var client = new Http2Client(stream);
            await client.SendAsync(bytes[..(bytes.Length / parts)], Token);
        }

        await using var good = await fixture.OpenAsync(isSecure: false, Token);
        await good.SendAsync(Http2Client.Request(1, RawHttp2.Get()), Token);
        Assert.Equal(200, (await good.EndOfAsync(1, Token).WaitAsync(Patience, Token)).Status);
        Assert.Empty(fixture.Logs.Above(LogLevel.Debug).Skip(logged));
    }

    private async Task<Stream> ConnectAsync(bool isSecurePort)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new(enable: true, seconds: 0) };
        await socket.ConnectAsync(IPAddress.Loopback, fixture.PortOf(isSecurePort), Token);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
