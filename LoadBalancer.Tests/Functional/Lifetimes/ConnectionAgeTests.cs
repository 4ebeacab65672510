using System.Buffers.Binary;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests connections that have reached their age, on the wire.</summary>
public sealed class ConnectionAgeTests : IDisposable
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n";
    private const int LastStreamUnknown = int.MaxValue;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan Idle = AnnouncedClose.LongestIdle + TimeSpan.FromSeconds(1);
    private static readonly (string Key, string Value) Short = ("Gateway:Limits:ConnectionAge", "00:00:01");

    /// <summary>:method GET, :scheme http, :path /, :authority a.test (RFC 7541 appendix A).</summary>
    private static readonly byte[] Head = [0x82, 0x86, 0x84, 0x41, 6, .. "a.test"u8];

    private readonly TestAuthority _authority = new();
    private readonly LeapingTimeProvider _time = new();
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Http1_IdleAtItsAge_IsClosed(ForwardingPath path, bool isSecure)
    {
        await using var cluster = await StartAsync(path, isSecure);
        await cluster.AddServerAsync("s1", static _ => Task.CompletedTask);
        await using var client = await ConnectAsync(cluster, isSecure);

        await client.WriteTextAsync(Get, Token);
        var head = await client.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        _time.Leap(Idle);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.Equal("", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
    }

    /// <summary>A request may be in transit at the age of its connection, and the client cannot tell whether it was processed.</summary>
    [Theory]
    [BothPaths("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n", false)]
    [BothPaths("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n", true)]
    [BothPaths("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", false)]
    [BothPaths("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", false)]
    [BothPaths("HEAD /healthcheck HTTP/1.1\r\nHost: a.test\r\n\r\n", false)]
    public async Task Http1_BetweenRequestsAtItsAge_AnnouncesTheCloseWithTheNextResponse(
        ForwardingPath path, string request, bool isSecure)
    {
        const int Clients = 20;
        await using var cluster = await StartAsync(path, isSecure);
        await cluster.AddServerAsync("s1", static _ => Task.CompletedTask);

        var responses = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            await using var client = await ConnectAsync(cluster, isSecure);
            return await client.RequestUntilClosedAsync(request, Token).WaitAsync(Patience, Token);
        }));

        Assert.All(responses, response => Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal));
    }

    [Theory]
    [BothPaths]
    public async Task Http1_RespondingAtItsAge_AnnouncesTheCloseWithTheNextResponse(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path, isSecure: false);
        await cluster.AddServerAsync("slow", async context =>
        {
            context.Response.ContentLength = "whole".Length;
            await context.Response.WriteAsync("wh");
            await _mayGoOn.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("ole");
        });
        await using var idle = await cluster.Gateway.ConnectAsync(Token);
        await using var busy = await cluster.Gateway.ConnectAsync(Token);
        await busy.WriteTextAsync(Get, Token);
        var first = await busy.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        await OthersAreClosedAsync(cluster, idle);

        _mayGoOn.SetResult();
        await busy.ReadExactlyAsync(new byte["whole".Length], Token).AsTask().WaitAsync(Patience, Token);
        await busy.WriteTextAsync(Get, Token);
        var second = await busy.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        Assert.Empty(first.FieldsNamed("Connection"));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", second, StringComparison.Ordinal);
        Assert.Equal(["close"], second.FieldsNamed("Connection"));
    }

    [Theory]
    [BothPaths]
    public async Task Http1_BusyAtItsAge_AnnouncesTheCloseWithTheResponse(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path, isSecure: false);
        await cluster.AddServerAsync("slow", async context =>
        {
            await _mayGoOn.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("whole");
        });
        await using var idle = await cluster.Gateway.ConnectAsync(Token);
        await using var busy = await cluster.Gateway.ConnectAsync(Token);
        await busy.WriteTextAsync(Post, Token);

        await OthersAreClosedAsync(cluster, idle);
        _mayGoOn.SetResult();
        var response = await busy.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        Assert.Equal(["close"], response.FieldsNamed("Connection"));
        Assert.Contains("whole", response, StringComparison.Ordinal);
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
        await using var cluster = await TestCluster.StartAsync(UseTime, Short, ("Gateway:Limits:ConnectionAgeGrace", "00:00:01"));
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
            _time.Leap(Idle);
            await other.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        }

        mayGreet.SetResult();
        Assert.Equal("x", await tunnel.ReadToEndAsync(Token).WaitAsync(Patience, Token));
    }

    /// <summary>Waits until connections that have reached their age are closed, an older one and then a newer one.</summary>
    private async Task OthersAreClosedAsync(TestCluster cluster, Stream older)
    {
        _time.Leap(Idle);
        await older.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        await using var newer = await cluster.Gateway.ConnectAsync(Token);
        _time.Leap(Idle);
        await newer.ReadToEndAsync(Token).WaitAsync(Patience, Token);
    }

    private Task<TestCluster> StartAsync(ForwardingPath path, bool isSecure)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        return TestCluster.StartAsync(
            UseTime, [Short, ("Gateway:Relay", path == ForwardingPath.Relay ? "true" : "false"), .. isSecure ? secure : []]);
    }

    private void UseTime(IServiceCollection services) => services.AddSingleton<TimeProvider>(_time);

    private async Task<Stream> ConnectAsync(TestCluster cluster, bool isSecure) => isSecure
        ? await TlsClient.ConnectAsync(cluster.Gateway.Address.Port, "a.test", _authority, Token)
        : await cluster.Gateway.ConnectAsync(Token);

    private static async Task<Stream> OpenAsync(TestCluster cluster)
    {
        var stream = await cluster.Gateway.ConnectAsync(Token);
        await stream.WriteAsync(Preface, Token);
        await new Http2Frame(Http2Frame.Settings, Flags: 0, Stream: 0, []).WriteAsync(stream, Token);
        return stream;
    }
}
