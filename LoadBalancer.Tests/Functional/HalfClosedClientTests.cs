using System.Net.Security;
using System.Net.Sockets;
using LoadBalancer.Tests.Functional.Relay;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Tests clients that close their sending side behind a request (RFC 9112 §9.6): they get the response, and the server's work ends once
/// they are really gone.
/// </summary>
public sealed class HalfClosedClientTests : IDisposable
{
    private const int Times = 300;
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\nbody";
    private const string Chunked = "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n";
    private const string Old = "GET / HTTP/1.0\r\n\r\n";
    private const string Response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [BothPaths(false, Get)]
    [BothPaths(false, Post)]
    [BothPaths(false, Chunked)]
    [BothPaths(false, Old)]
    [BothPaths(true, Get)]
    [BothPaths(true, Post)]
    public async Task Request_ClientClosesItsSide_GetsItsResponse(ForwardingPath path, bool isSecure, string request)
    {
        await using var setup = await StartAsync(path, isSecure, RelaySetup.Responding(_ => Response));

        var whole = 0;
        for (var i = 0; i < Times; i++)
        {
            await using var client = await ConnectAsync(setup, isSecure);
            await client.WriteTextAsync(request, Token);
            await CloseSideAsync(client);
            var text = await client.ReadToEndAsync(Token);
            whole += text.Length > 0 && ResponseReader.Read(text) is { Status: 200, IsWhole: true, Content: "ok" } ? 1 : 0;
        }

        Assert.Equal(Times, whole);
        Assert.True(setup.Cluster.Gateway.Snapshot.Health.IsHealthy(0));
    }

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Requests_Pipelined_ClientClosesItsSide_AllGetTheirResponses(ForwardingPath path, bool isSecure)
    {
        await using var setup = await StartAsync(path, isSecure, RelaySetup.Responding(_ => Response));
        for (var i = 0; i < 20; i++)
        {
            await using var client = await ConnectAsync(setup, isSecure);
            await client.WriteTextAsync(Get + Post + Get, Token);
            await CloseSideAsync(client);

            var responses = ResponseReader.ReadAll(await client.ReadToEndAsync(Token), "GET", "POST", "GET");

            Assert.All(responses, response => Assert.Equal((200, "ok"), (response.Status, response.Content)));
            Assert.Equal("", responses[^1].Rest);
        }
    }

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Request_CutOff_GetsNoResponseOfAServer(ForwardingPath path, bool isSecure)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var setup = await StartAsync(
            path, isSecure, async (stream, stop) => ended.SetResult(await stream.ReadToEndAsync(stop)));
        await using var client = await ConnectAsync(setup, isSecure);

        await client.WriteTextAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100000\r\n\r\nhalf", Token);
        await CloseSideAsync(client);

        var response = await client.ReadToEndAsync(Token);
        Assert.True(response.Length == 0 || response.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), response);
        await ended.Task.WaitAsync(Patience, Token);
        Assert.True(setup.Cluster.Gateway.Snapshot.Health.IsHealthy(0));
    }

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Client_ResetsAfterClosingItsSide_EndsTheServersWork(ForwardingPath path, bool isSecure)
    {
        var (arrived, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var setup = await StartAsync(path, isSecure, Unresponsive(arrived, ended));
        await using (var client = await ConnectAsync(setup, isSecure))
        {
            await client.WriteTextAsync(Get, Token);
            await CloseSideAsync(client);
            await arrived.Task.WaitAsync(Patience, Token);
            client.Socket.LingerState = new(enable: true, 0);
        }

        await ended.Task.WaitAsync(Patience, Token);
        Assert.True(setup.Cluster.Gateway.Snapshot.Health.IsHealthy(0));
    }

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Client_ClosesDuringAResponse_EndsTheServersWork(ForwardingPath path, bool isSecure)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var setup = await StartAsync(path, isSecure, async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\n\r\n", stop);
            try
            {
                while (true)
                {
                    await stream.WriteTextAsync("more", stop);
                }
            }
            catch (IOException)
            {
                ended.SetResult();
            }
        });
        await using (var client = await ConnectAsync(setup, isSecure))
        {
            await client.WriteTextAsync(Get, Token);
            await client.ReadHeadAsync(Token);
        }

        await ended.Task.WaitAsync(Patience, Token);
    }

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task AbortOnClose_ClientClosesItsSide_EndsTheServersWork(ForwardingPath path, bool isSecure)
    {
        var (arrived, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var setup = await StartAsync(path, isSecure, Unresponsive(arrived, ended), ("Gateway:AbortOnClose", "true"));
        await using var client = await ConnectAsync(setup, isSecure);
        await client.WriteTextAsync(Get, Token);
        await arrived.Task.WaitAsync(Patience, Token);

        await CloseSideAsync(client);

        await ended.Task.WaitAsync(Patience, Token);
        Assert.Equal("", await client.ReadToEndAsync(Token));
    }

    private Task<RelaySetup> StartAsync(
        ForwardingPath path,
        bool isSecure,
        Func<NetworkStream, CancellationToken, Task> serve,
        params (string Key, string Value)[] settings)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        return RelaySetup.StartAsync(
            serve, [("Gateway:Relay", path == ForwardingPath.Relay ? "true" : "false"), .. isSecure ? secure : [], .. settings]);
    }

    private async Task<TestClient> ConnectAsync(RelaySetup setup, bool isSecure) =>
        await TestClient.ConnectAsync(setup.Port, isSecure ? _authority : null, SslApplicationProtocol.Http11, Token);

    private static Task CloseSideAsync(TestClient client) => client.CloseSideAsync();

    private static Func<NetworkStream, CancellationToken, Task> Unresponsive(TaskCompletionSource arrived, TaskCompletionSource ended) =>
        async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            arrived.SetResult();
            await stream.ReadToEndAsync(stop);
            ended.SetResult();
        };
}
