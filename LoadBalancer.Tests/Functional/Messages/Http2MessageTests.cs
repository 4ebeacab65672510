using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Sends malformed HTTP/2 requests frame by frame: each is rejected, and none reaches a server.</summary>
public sealed class Http2MessageTests(Http2MessageFixture fixture) : IClassFixture<Http2MessageFixture>
{
    private const int Stream = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>A SETTINGS_HEADER_TABLE_SIZE of 0, so that responses can be read without a table.</summary>
    private static readonly Http2Frame Settings = new(Http2Frame.Settings, 0, 0, [0, 1, 0, 0, 0, 0]);

    private static readonly Http2Frame Ping = new(Http2Frame.Ping, 0, 0, new byte[8]);

    public static TheoryData<string> Names => [.. Http2Messages.Rejected.Select(message => message.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Message_Malformed_IsRejectedAndReachesNoServer(string name)
    {
        var message = Http2Messages.Rejected.Single(message => string.Equals(message.Name, name, StringComparison.Ordinal));

        var outcome = await SendAsync(message);
        var records = await fixture.Server.TakeAsync(Token);

        Assert.True(outcome is "reset" or "goaway" or "closed" or "400" or "405", $"{message.Rfc}: {outcome}");
        Assert.Empty(records.Requests);
        Assert.Empty(records.Faults);
    }

    [Fact]
    public async Task Message_OfNoLengthWithALateBody_IsRejectedAndReachesNoServer()
    {
        var message = Http2Messages.Rejected.Single(
            message => string.Equals(message.Name, "length of 0 and content", StringComparison.Ordinal));

        Assert.Equal("reset", await SendAsync(message, isHeadFirst: true));
        Assert.Empty((await fixture.Server.TakeAsync(Token)).Requests);
    }

    [Fact]
    public async Task Message_OfNoLengthThatEndsLate_ReachesAServer()
    {
        var message = new Http2Message(
            "empty",
            "RFC 9113 §8.1.1",
            [(":method", "POST"), (":scheme", "http"), (":path", "/x"), (":authority", "a.test"), ("content-length", "0")])
        {
            Body = "",
        };

        Assert.Equal("200", await SendAsync(message, isHeadFirst: true));
        Assert.Equal("", Assert.Single((await fixture.Server.TakeAsync(Token)).Requests).Body);
    }

    [Fact]
    public async Task Message_WellFormed_SucceedsAndReachesAServer()
    {
        var message = new Http2Message(
            "in order",
            "RFC 9113 §8.3.1",
            [(":method", "POST"), (":scheme", "http"), (":path", "/x?y"), (":authority", "a.test"), ("x", "1"), ("content-length", "5")])
        {
            Body = "hello",
        };

        Assert.Equal("200", await SendAsync(message));
        var request = Assert.Single((await fixture.Server.TakeAsync(Token)).Requests);
        Assert.Equal(("POST", "/x?y"), (request.Method, request.Target));
    }

    [Fact]
    public async Task Message_SchemeInUpperCase_SucceedsAndReachesAServer()
    {
        var message = new Http2Message(
            "scheme in upper case", "RFC 3986 §3.1", [(":method", "GET"), (":scheme", "HTTP"), (":path", "/x"), (":authority", "a.test")]);

        Assert.Equal("200", await SendAsync(message));
        Assert.Equal("/x", Assert.Single((await fixture.Server.TakeAsync(Token)).Requests).Target);
    }

    /// <param name="message">The message to send.</param>
    /// <param name="isHeadFirst">Whether each frame is sent only after the gateway has processed the previous ones.</param>
    private async Task<string> SendAsync(Http2Message message, bool isHeadFirst = false)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, fixture.Port, Token);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Preface, patience.Token);
            await Settings.WriteAsync(stream, patience.Token);
            foreach (var frame in FramesOf(message))
            {
                await frame.WriteAsync(stream, patience.Token);
                if (isHeadFirst && !frame.Has(Http2Frame.EndStream))
                {
                    // Frames are processed in order: once the ping is acknowledged, the frames before it have been processed.
                    await Ping.WriteAsync(stream, patience.Token);
                    Assert.Equal("ping", await ReadAsync(stream, patience.Token));
                }
            }

            return await ReadAsync(stream, patience.Token);
        }
        catch (IOException)
        {
            return "closed";
        }
    }

    private static IEnumerable<Http2Frame> FramesOf(Http2Message message)
    {
        var hasBody = message.Body is not null;
        var hasTrailers = message.Trailers.Length > 0;
        yield return new(
            Http2Frame.Headers,
            (byte)(Http2Frame.EndHeaders | (hasBody || hasTrailers ? 0 : Http2Frame.EndStream)),
            Stream,
            Hpack.Encode(message.Fields));
        if (hasBody)
        {
            yield return new(
                Http2Frame.Data, hasTrailers ? (byte)0 : Http2Frame.EndStream, Stream, Encoding.Latin1.GetBytes(message.Body!));
        }

        if (hasTrailers)
        {
            yield return new(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, Stream, Hpack.Encode(message.Trailers));
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        while (await Http2Frame.ReadAsync(stream, cancellationToken) is { } frame)
        {
            switch (frame.Type)
            {
                case Http2Frame.Ping when frame.Has(Http2Frame.Ack):
                    return "ping";
                case Http2Frame.Reset:
                    return "reset";
                case Http2Frame.GoAway:
                    return "goaway";
                case Http2Frame.Headers:
                    return Hpack.StatusOf(frame.Payload).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return "closed";
    }
}
