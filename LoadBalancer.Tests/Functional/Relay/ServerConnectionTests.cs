using System.Globalization;
using System.Net.Sockets;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Tests connections to servers: they are kept, and closed when necessary.</summary>
public sealed class ServerConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 2\r\n\r\nok")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 0\r\n\r\n")]
    public async Task Requests_OneAfterTheOther_ShareOneConnection(string rest)
    {
        await using var setup = await RelaySetup.StartAsync(_ => "HTTP/1.1 200 OK\r\n" + rest);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await setup.RespondToAsync(i % 2 == 0 ? RelaySetup.Get() : "POST / HTTP/1.1\r\nHost: a.test\r\n"
                + "Connection: close\r\nContent-Length: 1\r\n\r\nx")).Status);
        }

        Assert.Equal(1, setup.Server.Connections);
    }

    [Fact]
    public async Task Connection_ServerClosesWhileItIsIdle_IsClosedAndNotUsed()
    {
        var closed = new SemaphoreSlim(0);
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
            stream.Socket.Shutdown(SocketShutdown.Send);

            // The gateway closes its side once it has seen that the server closed its own.
            await stream.ReadToEndAsync(stop);
            closed.Release();
        });
        Assert.Equal(200, (await setup.RespondToAsync(RelaySetup.Get())).Status);
        await closed.WaitAsync(Patience, Token);

        Assert.Equal(
            200, (await setup.RespondToAsync("POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")).Status);
    }

    [Fact]
    public async Task Get_ServerClosesTheReusedConnection_IsSentOnAnotherConnection()
    {
        await using var setup = await ClosingOnTheSecondAsync();
        Assert.Equal("1", (await setup.RespondToAsync(RelaySetup.Get())).Content);

        var second = await setup.RespondToAsync(RelaySetup.Get());

        Assert.Equal((200, "2"), (second.Status, second.Content));
        Assert.Equal((2, 0), (await Stats.ReadAsync(setup.Cluster.Gateway)).Of("server"));
    }

    [Theory]
    [InlineData("Content-Length: 0\r\n\r\n")]
    [InlineData("Content-Length: 4\r\n\r\nonce")]
    public async Task Post_ServerClosesTheReusedConnection_IsNotSentAgain(string rest)
    {
        await using var setup = await ClosingOnTheSecondAsync();
        Assert.Equal("1", (await setup.RespondToAsync(RelaySetup.Get())).Content);

        var second = await setup.RespondToAsync($"POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n{rest}");

        Assert.Equal(502, second.Status);
        Assert.Equal(1, setup.Server.Connections);
    }

    [Fact]
    public async Task Connection_UnsolicitedBytesWhileItIsIdle_ReachNoClient()
    {
        var written = new TaskCompletionSource();
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            var head = await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood", stop);
            if (head.StartsWith("GET /first", StringComparison.Ordinal))
            {
                await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", stop);
                written.SetResult();
            }

            await stream.ReadToEndAsync(stop);
        });
        Assert.Equal("good", (await setup.RespondToAsync(RelaySetup.Get("/first"))).Content);
        await written.Task;

        Assert.Equal("good", (await setup.RespondToAsync(RelaySetup.Get("/second"))).Content);
        Assert.Equal(2, setup.Server.Connections);
    }

    [Fact]
    public async Task Connection_ServerLeaves_IsClosed()
    {
        var ended = new TaskCompletionSource();
        await using var setup = await RelaySetup.StartAsync(NotingTheEnd(ended));
        Assert.Equal(200, (await setup.RespondToAsync(RelaySetup.Get())).Status);

        await setup.Cluster.ApplyAsync(new MembershipChange.Leave(new("server")));

        await ended.Task.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task Connection_ServerMoves_IsClosedAndRequestsGoToTheNewAddress()
    {
        var ended = new TaskCompletionSource();
        await using var setup = await RelaySetup.StartAsync(NotingTheEnd(ended));
        await using var moved = new TcpTestServer(RelaySetup.Responding(_ => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nmoved"));
        Assert.Equal(200, (await setup.RespondToAsync(RelaySetup.Get())).Status);

        await setup.Cluster.ApplyAsync(Changes.Join("server", url: moved.Url));

        Assert.Equal("moved", (await setup.RespondToAsync(RelaySetup.Get())).Content);
        await ended.Task.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task Connections_ManyAtOnce_AreAsManyAsRequestsAndAreReused()
    {
        const int Many = 64;
        var arrived = 0;
        var all = new TaskCompletionSource();
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
            {
                if (Interlocked.Increment(ref arrived) == Many)
                {
                    all.SetResult();
                }

                await all.Task.WaitAsync(stop);
                await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
            }
        });

        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => setup.RespondToAsync(RelaySetup.Get()))),
            response => Assert.Equal(200, response.Status));
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => setup.RespondToAsync(RelaySetup.Get()))),
            response => Assert.Equal(200, response.Status));

        Assert.Equal(Many, setup.Server.Connections);
    }

    /// <summary>
    /// Answers the first request of each connection with the connection's number, and closes the connection when the second one arrives.
    /// </summary>
    private static Task<RelaySetup> ClosingOnTheSecondAsync()
    {
        var connections = 0;
        return RelaySetup.StartAsync(async (stream, stop) =>
        {
            var number = Interlocked.Increment(ref connections).ToString(CultureInfo.InvariantCulture);
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{number}", stop);
            await stream.ReadHeadAsync(stop);
        });
    }

    private static Func<NetworkStream, CancellationToken, Task> NotingTheEnd(TaskCompletionSource ended) => async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
        {
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        }

        ended.TrySetResult();
    };
}
