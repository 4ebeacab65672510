using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Tests.Functional.Messages;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Tests what an HTTP/1.1 server receives of requests over HTTP/2, frame by frame.</summary>
public sealed class StreamRequestTests : IAsyncLifetime
{
    private const int Stream = 1;
    private const int ProtocolError = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>A SETTINGS_HEADER_TABLE_SIZE of 0, so that responses can be read without a table.</summary>
    private static readonly Http2Frame Settings = new(Http2Frame.Settings, 0, 0, [0, 1, 0, 0, 0, 0]);

    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private Func<NetworkStream, CancellationToken, Task> _serve = null!;
    private RelaySetup _setup = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _serve = RecordAsync;
        _setup = await RelaySetup.StartAsync((stream, stop) => _serve(stream, stop));
    }

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trailers_OfTheRequest_ReachTheServer(bool hasLength)
    {
        await using var client = await BeginAsync(
            Post([("trailer", "x-sum"), .. hasLength ? new[] { ("content-length", "5") } : []]), Http2Frame.EndHeaders);
        await new Http2Frame(Http2Frame.Data, 0, Stream, "hello"u8.ToArray()).WriteAsync(client, Token);
        await TrailersAsync(client, ("x-sum", "42"), ("x-other", "a"));

        Assert.Equal(200, await StatusAsync(client));
        var request = Assert.Single(_requests);
        Assert.Equal(("hello", "chunked"), (request.Body, Assert.Single(request.ValuesOf("Transfer-Encoding"))));
        Assert.Equal(["x-sum: 42", "x-other: a"], request.Trailers);
    }

    [Fact]
    public async Task Trailers_ThatMustNotBeTrailers_ResetTheStreamAndReachNoServer()
    {
        await using var client = await BeginAsync(Post(), Http2Frame.EndHeaders);
        await new Http2Frame(Http2Frame.Data, 0, Stream, "hello"u8.ToArray()).WriteAsync(client, Token);
        await TrailersAsync(client, ("x-forwarded-for", "192.0.2.1"), ("x-sum", "42"));

        var reset = await NextAsync(client, Http2Frame.Reset);

        Assert.Equal(ProtocolError, BinaryPrimitives.ReadInt32BigEndian(reset.Payload));
        Assert.Empty(_requests);
    }

    [Theory]
    [InlineData("POST", "0")]
    [InlineData("PUT", "0")]
    [InlineData("GET", null)]
    [InlineData("DELETE", null)]
    public async Task Request_WithoutContent_SaysSoIfItsMethodExpectsContent(string method, string? length)
    {
        await using var client = await BeginAsync(
            [(":method", method), .. RawHttp2.Get()[1..]], Http2Frame.EndHeaders | Http2Frame.EndStream);

        Assert.Equal(200, await StatusAsync(client));
        var request = Assert.Single(_requests);
        Assert.Equal((method, length), (request.Method, request.ValuesOf("Content-Length").SingleOrDefault()));
        Assert.Empty(request.ValuesOf("Transfer-Encoding"));
        Assert.Equal("a.test", Assert.Single(request.ValuesOf("Host")));
        Assert.StartsWith("2 ", Assert.Single(request.ValuesOf("Via")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_OfTheClient_ArrivesBeforeTheNextPartIsSent()
    {
        var begun = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _serve = async (stream, stop) =>
        {
            var text = await stream.ReadHeadAsync(stop);
            while (!text.EndsWith("hello\r\n", StringComparison.Ordinal))
            {
                text += await ReadByteAsync(stream, stop);
            }

            begun.SetResult(text);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", stop);
            while (!text.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
            {
                text += await ReadByteAsync(stream, stop);
            }

            await stream.WriteTextAsync("0\r\n\r\n", stop);
        };
        await using var client = await BeginAsync(Post(), Http2Frame.EndHeaders);
        await new Http2Frame(Http2Frame.Data, 0, Stream, "hello"u8.ToArray()).WriteAsync(client, Token);

        Assert.EndsWith("\r\n\r\n5\r\nhello\r\n", await begun.Task.WaitAsync(Patience, Token), StringComparison.Ordinal);
        Assert.Equal(200, await StatusAsync(client));
        await new Http2Frame(Http2Frame.Data, Http2Frame.EndStream, Stream, "end"u8.ToArray()).WriteAsync(client, Token);
        Assert.Equal("ok", await ContentAsync(client));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_ServerBreaksWithinTheBody_NextServerGetsTheWholeBody(bool hasLength)
    {
        await using var broken = new TcpTestServer(async (stream, stop) =>
        {
            for (var text = await stream.ReadHeadAsync(stop); !text.Contains("hello", StringComparison.Ordinal);)
            {
                text += await ReadByteAsync(stream, stop);
            }
        });
        await using var whole = new TcpTestServer(RecordAsync);
        await _setup.Cluster.ApplyAsync(Changes.Join("broken", url: broken.Url));
        await _setup.Cluster.ApplyAsync(Changes.Join("whole", url: whole.Url));
        var key = await _setup.Cluster.KeyForAsync("broken", "whole");
        await using var client = await BeginAsync(
            [(":method", "PUT"), .. RawHttp2.Get()[1..], ("x-request-id", key), .. hasLength ? new[] { ("content-length", "8") } : []],
            Http2Frame.EndHeaders);
        await new Http2Frame(Http2Frame.Data, 0, Stream, "hello"u8.ToArray()).WriteAsync(client, Token);
        await Eventually.TrueAsync("the next server has the request", () => whole.Connections == 1, Patience);

        await new Http2Frame(Http2Frame.Data, Http2Frame.EndStream, Stream, "end"u8.ToArray()).WriteAsync(client, Token);

        Assert.Equal(200, await StatusAsync(client));
        Assert.Equal("helloend", Assert.Single(_requests).Body);
    }

    [Fact]
    public async Task Continue_SentByTheServer_IsNotSentEarlier()
    {
        var mayContinue = new TaskCompletionSource();
        var expects = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _serve = async (stream, stop) =>
        {
            expects.SetResult(await stream.ReadHeadAsync(stop));
            await mayContinue.Task.WaitAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 100 Continue\r\n\r\n", stop);
            var body = "";
            while (body.Length < 5)
            {
                body += await ReadByteAsync(stream, stop);
            }

            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{body}", stop);
        };
        await using var client = await BeginAsync(Post([("expect", "100-continue"), ("content-length", "5")]), Http2Frame.EndHeaders);

        Assert.Equal(["100-continue"], (await expects.Task.WaitAsync(Patience, Token)).FieldsNamed("Expect"));
        mayContinue.SetResult();
        Assert.Equal(100, await StatusAsync(client));
        await new Http2Frame(Http2Frame.Data, Http2Frame.EndStream, Stream, "hello"u8.ToArray()).WriteAsync(client, Token);
        Assert.Equal(200, await StatusAsync(client));
        Assert.Equal("hello", await ContentAsync(client));
    }

    [Fact]
    public async Task Continue_ServerDeclines_IsItsResponseAndTheBodyIsNotAskedFor()
    {
        _serve = async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n", stop);
            await stream.ReadToEndAsync(stop);
        };
        await using var client = await BeginAsync(Post([("expect", "100-continue"), ("content-length", "5")]), Http2Frame.EndHeaders);

        Assert.Equal(417, await StatusAsync(client));
        Assert.Equal(Http2Frame.Reset, (await NextAsync(client, Http2Frame.Reset)).Type);
    }

    [Fact]
    public async Task Continue_ServerIgnoresTheExpectation_ReadsTheBodyAfterASecond()
    {
        await using var client = await BeginAsync(Post([("expect", "100-continue"), ("content-length", "5")]), Http2Frame.EndHeaders);
        await new Http2Frame(Http2Frame.Data, Http2Frame.EndStream, Stream, "hello"u8.ToArray()).WriteAsync(client, Token);

        Assert.Equal(200, await StatusAsync(client));
        Assert.Equal("hello", Assert.Single(_requests).Body);
    }

    private static (string Name, string Value)[] Post(params (string Name, string Value)[] fields) =>
        [(":method", "POST"), .. RawHttp2.Get()[1..], .. fields];

    private static async Task<string> ReadByteAsync(NetworkStream stream, CancellationToken stop)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, stop);
        return Encoding.Latin1.GetString(one);
    }

    private static Task TrailersAsync(NetworkStream client, params (string Name, string Value)[] fields) =>
        new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, Stream, Hpack.Encode(fields))
            .WriteAsync(client, Token);

    private static async Task<int> StatusAsync(NetworkStream client) =>
        Hpack.StatusOf((await NextAsync(client, Http2Frame.Headers)).Payload);

    private static async Task<string> ContentAsync(NetworkStream client)
    {
        var content = "";
        while (true)
        {
            var frame = await NextAsync(client, Http2Frame.Data);
            content += Encoding.Latin1.GetString(frame.Payload);
            if (frame.Has(Http2Frame.EndStream))
            {
                return content;
            }
        }
    }

    private static async Task<Http2Frame> NextAsync(NetworkStream client, byte type)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (await Http2Frame.ReadAsync(client, patience.Token) is { } frame)
        {
            if (frame.Type == type)
            {
                return frame;
            }

            Assert.False(frame.Type is Http2Frame.GoAway or Http2Frame.Reset, $"frame type {frame.Type}");
        }

        throw new IOException("The gateway has closed the connection.");
    }

    private async Task<NetworkStream> BeginAsync((string Name, string Value)[] fields, int flags)
    {
        var stream = await _setup.Cluster.Gateway.ConnectAsync(Token);
        await stream.WriteAsync(Preface, Token);
        await Settings.WriteAsync(stream, Token);
        await new Http2Frame(Http2Frame.Headers, (byte)flags, Stream, Hpack.Encode(fields)).WriteAsync(stream, Token);
        return stream;
    }

    private async Task RecordAsync(NetworkStream stream, CancellationToken stop)
    {
        var reader = new RequestReader(stream);
        while (await reader.ReadAsync(stop) is { } request)
        {
            _requests.Enqueue(request);
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        }
    }
}
