using System.Net.Security;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests HTTP/2 clients that close their sending side while streams are open.</summary>
public sealed class Http2HalfCloseTests : IDisposable
{
    private const int Times = 300;

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_ClientClosesItsSide_GetTheirResponses(bool isSecure)
    {
        await using var cluster = await StartAsync(isSecure);
        await cluster.AddServerAsync("s1");

        var whole = 0;
        for (var i = 0; i < Times; i++)
        {
            await using var client = await OpenAsync(cluster, isSecure);
            await SendHeadAsync(client, 1, Http2Frame.EndStream);
            await SendHeadAsync(client, 3, Http2Frame.EndStream);
            await client.CloseSideAsync();
            whole += (await ReadEndsAsync(client, count: 2)).SetEquals([1, 3]) ? 1 : 0;
        }

        Assert.Equal(Times, whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_CutOff_IsResetAndTheOtherGetsItsResponse(bool isSecure)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await StartAsync(isSecure);
        await cluster.AddServerAsync("s1", async context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                await using var ending = context.RequestAborted.Register(ended.SetResult);
                arrived.SetResult();
                await context.RequestAborted.EndAsync();
            }

            await ended.Task;
            await context.Response.WriteAsync("ok");
        });
        await using var client = await OpenAsync(cluster, isSecure);
        await SendHeadAsync(client, 1, Http2Frame.EndStream);
        await SendHeadAsync(client, 3, flags: 0, method: "POST");
        await arrived.Task.WaitAsync(Patience, Token);

        await client.CloseSideAsync();

        Assert.Contains(1, await ReadEndsAsync(client));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_WithoutStreams_ClientClosesItsSide_Closes(bool isSecure)
    {
        await using var cluster = await StartAsync(isSecure);
        await using var client = await OpenAsync(cluster, isSecure);

        await client.CloseSideAsync();

        Assert.Empty(await ReadEndsAsync(client).WaitAsync(Patience, Token));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Client_ClosesEntirely_EndsTheServersWork(bool isSecure, bool resets)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await StartAsync(isSecure);
        await cluster.AddServerAsync("s1", async context =>
        {
            await using var ending = context.RequestAborted.Register(ended.SetResult);
            arrived.SetResult();
            await context.RequestAborted.EndAsync();
        });
        await using (var client = await OpenAsync(cluster, isSecure))
        {
            await SendHeadAsync(client, 1, Http2Frame.EndStream);
            await arrived.Task.WaitAsync(Patience, Token);
            client.Socket.LingerState = new(resets, 0);
        }

        await ended.Task.WaitAsync(Patience, Token);
    }

    /// <summary>Kestrel's heartbeat, which would end the connection otherwise, does not come any more when the gateway stops.</summary>
    [Fact]
    public async Task Stop_WithAStreamOfAHalfClosedClient_EndsWithThatStream()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await StartAsync(isSecure: false);
        await cluster.AddServerAsync("s1", async _ =>
        {
            arrived.SetResult();
            await release.Task;
        });
        await using var client = await OpenAsync(cluster, isSecure: false);
        await SendHeadAsync(client, 1, Http2Frame.EndStream);
        await client.CloseSideAsync();
        await arrived.Task.WaitAsync(Patience, Token);

        var stopping = cluster.Gateway.StopAsync(Token);
        release.SetResult();

        Assert.Contains(1, await ReadEndsAsync(client));
        await stopping.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task AbortOnClose_ClientClosesItsSide_EndsTheServersWork()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await StartAsync(isSecure: false, ("Gateway:AbortOnClose", "true"));
        await cluster.AddServerAsync("s1", async context =>
        {
            await using var ending = context.RequestAborted.Register(ended.SetResult);
            arrived.SetResult();
            await context.RequestAborted.EndAsync();
        });
        await using var client = await OpenAsync(cluster, isSecure: false);
        await SendHeadAsync(client, 1, Http2Frame.EndStream);
        await arrived.Task.WaitAsync(Patience, Token);

        await client.CloseSideAsync();

        await ended.Task.WaitAsync(Patience, Token);
    }

    private Task<TestCluster> StartAsync(bool isSecure, params (string Key, string Value)[] settings)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        return TestCluster.StartAsync([.. isSecure ? secure : [], .. settings]);
    }

    private async Task<TestClient> OpenAsync(TestCluster cluster, bool isSecure)
    {
        var client = await TestClient.ConnectAsync(
            cluster.Gateway.Address.Port, isSecure ? _authority : null, SslApplicationProtocol.Http2, Token);
        await client.Stream.WriteAsync(Preface, Token);
        await new Http2Frame(Http2Frame.Settings, 0, 0, []).WriteAsync(client.Stream, Token);
        return client;
    }

    private static Task SendHeadAsync(TestClient client, int stream, byte flags, string method = "GET")
    {
        var scheme = client.Stream is SslStream ? "https" : "http";
        (string, string)[] fields = [(":method", method), (":scheme", scheme), (":path", "/"), (":authority", "a.test")];
        return new Http2Frame(Http2Frame.Headers, (byte)(Http2Frame.EndHeaders | flags), stream, Hpack.Encode(fields))
            .WriteAsync(client.Stream, Token);
    }

    /// <summary>Returns the streams whose responses arrive completely, up to a number of them or until the connection is closed.</summary>
    private static async Task<HashSet<int>> ReadEndsAsync(TestClient client, int count = int.MaxValue)
    {
        var ends = new HashSet<int>();
        try
        {
            while (ends.Count < count && await Http2Frame.ReadAsync(client.Stream, Token) is { } frame)
            {
                if (frame.Type is Http2Frame.Data or Http2Frame.Headers && frame.Has(Http2Frame.EndStream))
                {
                    ends.Add(frame.Stream);
                }
            }
        }
        catch (IOException)
        {
            // The connection is reset instead of closed.
        }

        return ends;
    }
}
