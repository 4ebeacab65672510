using System.Buffers.Binary;
using System.Net.Security;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests that HTTP/2 connections of a stopping gateway close when their last stream ends, whatever the client does.</summary>
public sealed class Http2DrainTests : IDisposable
{
    private const int LastStreamUnknown = int.MaxValue;

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestAuthority _authority = new();
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Stop_ClientKeepsItsConnection_ClosesItWithTheLastStream(ForwardingPath path, bool isSecure)
    {
        await using var cluster = await StartAsync(path, isSecure);
        await using var client = await OpenAsync(cluster, isSecure);
        await SendHeadAsync(client, 1, "/first");
        await SendHeadAsync(client, 3, "/last");
        await WaitForTwoAsync(cluster);

        var stopping = cluster.Gateway.StopAsync(Token);
        var announced = await ReadUntilAsync(client, frame => frame.Type == Http2Frame.GoAway);
        _mayGoOn.SetResult();
        var first = await ReadUntilAsync(client, frame => frame.Stream == 1 && frame.Has(Http2Frame.EndStream));
        _mayEnd.SetResult();
        var last = await ReadUntilAsync(client, _ => false);

        Assert.Equal([LastStreamUnknown], GoAwaysOf(announced));
        Assert.Empty(GoAwaysOf(first));
        Assert.Equal([3], GoAwaysOf(last));
        var content = last.Where(frame => frame is { Type: Http2Frame.Data, Stream: 3 }).SelectMany(frame => frame.Payload).ToArray();
        Assert.Equal("whole"u8, content);
        await stopping.WaitAsync(Patience, Token);
    }

    /// <summary>A client that has announced that it sends no more requests may leave the closing to the gateway.</summary>
    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Stop_ClientHasSentGoAway_ClosesWithTheLastStream(ForwardingPath path, bool isSecure)
    {
        await using var cluster = await StartAsync(path, isSecure);
        await using var client = await OpenAsync(cluster, isSecure);
        await SendHeadAsync(client, 1, "/first");
        await SendHeadAsync(client, 3, "/last");
        await WaitForTwoAsync(cluster);
        await new Http2Frame(Http2Frame.GoAway, 0, 0, Http2Frame.Numbers(0, 0)).WriteAsync(client.Stream, Token);
        await new Http2Frame(Http2Frame.Ping, 0, 0, new byte[8]).WriteAsync(client.Stream, Token);
        await ReadUntilAsync(client, frame => frame.Type == Http2Frame.Ping);

        var stopping = cluster.Gateway.StopAsync(Token);
        _mayGoOn.SetResult();
        await ReadUntilAsync(client, frame => frame.Stream == 1 && frame.Has(Http2Frame.EndStream));
        _mayEnd.SetResult();
        var last = await ReadUntilAsync(client, _ => false);

        Assert.Equal([3], GoAwaysOf(last));
        await stopping.WaitAsync(Patience, Token);
    }

    /// <summary>The last stream ends with a reset of the gateway's, since the server breaks its response off.</summary>
    [Theory]
    [BothPaths]
    public async Task Stop_LastStreamIsReset_ClosesTheConnection(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path, ("Gateway:DrainTimeout", "01:00:00"));
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", stop);
            await _mayEnd.Task.WaitAsync(stop);
        });
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var client = await OpenAsync(cluster, isSecure: false);
        await SendHeadAsync(client, 1, "/");
        await ReadUntilAsync(client, frame => frame.Type == Http2Frame.Data);

        var stopping = cluster.Gateway.StopAsync(Token);
        await ReadUntilAsync(client, frame => frame.Type == Http2Frame.GoAway);
        _mayEnd.SetResult();
        var last = await ReadUntilAsync(client, _ => false);

        Assert.Contains(last, frame => frame is { Type: Http2Frame.Reset, Stream: 1 });
        Assert.Equal([1], GoAwaysOf(last));
        await stopping.WaitAsync(Patience, Token);
    }

    private static Task WaitForTwoAsync(TestCluster cluster) => Eventually.TrueAsync(
        "the server has both requests", () => cluster.Server("s1").Requests == 2, Patience);

    private static int[] GoAwaysOf(IEnumerable<Http2Frame> frames) =>
        [.. frames.Where(frame => frame.Type == Http2Frame.GoAway).Select(frame => BinaryPrimitives.ReadInt32BigEndian(frame.Payload))];

    /// <summary>Returns the frames up to one, or up to the end of the connection, which must be orderly.</summary>
    private static async Task<List<Http2Frame>> ReadUntilAsync(TestClient client, Predicate<Http2Frame> isLast)
    {
        var frames = new List<Http2Frame>();
        while (await Http2Frame.ReadAsync(client.Stream, Token).WaitAsync(Patience, Token) is { } frame)
        {
            frames.Add(frame);
            if (isLast(frame))
            {
                break;
            }
        }

        return frames;
    }

    private async Task<TestCluster> StartAsync(ForwardingPath path, bool isSecure)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        var cluster = await TestCluster.StartAsync(path, [("Gateway:DrainTimeout", "01:00:00"), .. isSecure ? secure : []]);
        await cluster.AddServerAsync("s1", async context =>
        {
            await (context.Request.Path == "/first" ? _mayGoOn : _mayEnd).Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("whole");
        });
        return cluster;
    }

    private async Task<TestClient> OpenAsync(TestCluster cluster, bool isSecure)
    {
        var client = await TestClient.ConnectAsync(
            cluster.Gateway.Address.Port, isSecure ? _authority : null, SslApplicationProtocol.Http2, Token);
        await client.Stream.WriteAsync(Preface, Token);
        await new Http2Frame(Http2Frame.Settings, 0, 0, []).WriteAsync(client.Stream, Token);
        return client;
    }

    private static Task SendHeadAsync(TestClient client, int stream, string target)
    {
        var scheme = client.Stream is SslStream ? "https" : "http";
        (string, string)[] fields = [(":method", "GET"), (":scheme", scheme), (":path", target), (":authority", "a.test")];
        return new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, stream, Hpack.Encode(fields))
            .WriteAsync(client.Stream, Token);
    }
}
