using System.Buffers.Binary;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests connections that have reached their age, on the wire.</summary>
public sealed class ConnectionAgeTests : IDisposable
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const int LastStreamUnknown = int.MaxValue;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly (string Key, string Value) Short = ("Gateway:Limits:ConnectionAge", "00:00:01");

    /// <summary>:method GET, :scheme http, :path /, :authority a.test (RFC 7541 appendix A).</summary>
    private static readonly byte[] Head = [0x82, 0x86, 0x84, 0x41, 6, .. "a.test"u8];

    private readonly TestAuthority _authority = new();
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Http1_IdleAtItsAge_IsClosed(ForwardingPath path, bool isSecure)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        await using var cluster = await TestCluster.StartAsync(path, [Short, .. isSecure ? secure : []]);
        await cluster.AddServerAsync("s1");
        await using Stream client = isSecure
            ? await TlsClient.ConnectAsync(cluster.Gateway.Address.Port, "a.test", _authority, Token)
            : await cluster.Gateway.ConnectAsync(Token);

        await client.WriteTextAsync(Get, Token);
        var response = await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
    }

    [Theory]
    [BothPaths]
    public async Task Http1_BusyAtItsAge_AnnouncesTheCloseWithTheResponse(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path, Short);
        await cluster.AddServerAsync("slow", async context =>
        {
            await _mayGoOn.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("whole");
        });
        await using var idle = await cluster.Gateway.ConnectAsync(Token);
        await using var busy = await cluster.Gateway.ConnectAsync(Token);
        await busy.WriteTextAsync(Get, Token);

        // The other connection is idle and a little older, so both have reached their age some time after it is closed.
        await idle.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        await using var another = await cluster.Gateway.ConnectAsync(Token);
        await another.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        _mayGoOn.SetResult();
        var response = await busy.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        Assert.Equal(["close"], response.FieldsNamed("Connection"));
        Assert.Contains("whole", response, StringComparison.Ordinal);
    }

    /// <summary>A response that has begun can no longer announce the close, so a request that follows it is served.</summary>
    [Fact]
    public async Task Http1_RespondingAtItsAge_ServesTheNextRequestBeforeItIsClosed()
    {
        await using var cluster = await TestCluster.StartAsync(Short);
        await cluster.AddServerAsync("slow", async context =>
        {
            await context.Response.WriteAsync("begun");
            await _mayGoOn.Task.WaitAsync(context.RequestAborted);
        });
        await using var responding = await cluster.Gateway.ConnectAsync(Token);
        await responding.WriteTextAsync(Get, Token);
        Assert.Empty((await responding.ReadHeadAsync(Token).WaitAsync(Patience, Token)).FieldsNamed("Connection"));

        // When two more connections have lived one after the other, this one has reached its age, whatever the jitter.
        for (var i = 0; i < 2; i++)
        {
            await using var another = await cluster.Gateway.ConnectAsync(Token);
            await another.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        }

        await responding.WriteTextAsync(Get, Token);
        _mayGoOn.SetResult();
        var rest = await responding.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        Assert.Contains("\r\n\r\nHTTP/1.1 200 OK\r\n", rest, StringComparison.Ordinal);
        Assert.EndsWith("5\r\nbegun\r\n0\r\n\r\n", rest, StringComparison.Ordinal);
    }

    /// <summary>The first GOAWAY lets requests that are on their way arrive; the second one names the last (RFC 9113 §6.8).</summary>
    [Fact]
    public async Task Http2_BusyAtItsAge_GetsGoAwayTwiceAndTheWholeResponse()
    {
        await using var cluster = await TestCluster.StartAsync(Short);
        await cluster.AddServerAsync("slow", async context =>
        {
            await _mayGoOn.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("whole");
        });
        await using var client = await OpenAsync(cluster);
        await new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, 1, Head).WriteAsync(client, Token);

        var frames = new List<Http2Frame>();
        while (await Http2Frame.ReadAsync(client, Token).WaitAsync(Patience, Token) is { } frame)
        {
            frames.Add(frame);
            if (frame.Type == Http2Frame.GoAway)
            {
                _mayGoOn.TrySetResult();
            }
        }

        Assert.Equal(
            [LastStreamUnknown, 1],
            frames.Where(frame => frame.Type == Http2Frame.GoAway).Select(frame => BinaryPrimitives.ReadInt32BigEndian(frame.Payload)));
        Assert.Equal("whole"u8, frames.Where(frame => frame.Type == Http2Frame.Data).SelectMany(frame => frame.Payload).ToArray());
        Assert.Contains(frames, frame => frame.Stream == 1 && frame.Has(Http2Frame.EndStream));
    }

    [Fact]
    public async Task Http2_IdleAtItsAge_GetsGoAwayAndIsClosed()
    {
        await using var cluster = await TestCluster.StartAsync(Short);
        await using var client = await OpenAsync(cluster);

        var last = default(Http2Frame);
        while (await Http2Frame.ReadAsync(client, Token).WaitAsync(Patience, Token) is { } frame)
        {
            last = frame;
        }

        Assert.Equal(Http2Frame.GoAway, last?.Type);
        Assert.Equal(0, BinaryPrimitives.ReadInt32BigEndian(last!.Payload.AsSpan(sizeof(int))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Connection_BusyForLongerThanTheGrace_IsCut(int version)
    {
        await using var cluster = await TestCluster.StartAsync(Short, ("Gateway:Limits:ConnectionAgeGrace", "00:00:01"));
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await cluster.AddServerAsync("s1", async context =>
        {
            await using var end = context.RequestAborted.Register(() => aborted.TrySetResult());
            await context.RequestAborted.EndAsync();
        });
        await using var client = version == 2 ? await OpenAsync(cluster) : await cluster.Gateway.ConnectAsync(Token);
        if (version == 2)
        {
            await new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, 1, Head).WriteAsync(client, Token);
        }
        else
        {
            await client.WriteTextAsync(Get, Token);
        }

        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        await aborted.Task.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task Tunnel_AtItsAge_StaysOpen()
    {
        await using var cluster = await TestCluster.StartAsync(Short, ("Gateway:Limits:ConnectionAgeGrace", "00:00:01"));
        var mayGreet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", stop);
            await mayGreet.Task.WaitAsync(stop);
            await stream.WriteTextAsync("x", stop);
        });
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var tunnel = await cluster.Gateway.ConnectAsync(Token);
        await tunnel.WriteTextAsync("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", Token);
        await tunnel.ReadHeadAsync(Token).WaitAsync(Patience, Token);

        // Three connections live and end one after the other, which takes longer than the age and the grace.
        for (var i = 0; i < 3; i++)
        {
            await using var other = await cluster.Gateway.ConnectAsync(Token);
            await other.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        }

        mayGreet.SetResult();
        Assert.Equal("x", await tunnel.ReadToEndAsync(Token).WaitAsync(Patience, Token));
    }

    private static async Task<Stream> OpenAsync(TestCluster cluster)
    {
        var stream = await cluster.Gateway.ConnectAsync(Token);
        await stream.WriteAsync(Preface, Token);
        await new Http2Frame(Http2Frame.Settings, Flags: 0, Stream: 0, []).WriteAsync(stream, Token);
        return stream;
    }
}
