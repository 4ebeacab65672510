using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>
/// Tests requests that are sent to a second server while the first one is awaited. Two servers tell when they have a request, and do with
/// it what the test says; which of them is first depends on the key.
/// </summary>
public sealed class HedgingTests : IAsyncDisposable
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n";
    private const string Put = "PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\n";
    private const string PutChunked = "PUT / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string First = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
    private const string Second = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";
    private const string Unavailable = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    private const string Malformed = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n";

    /// <summary>The time that the responses before took to begin, which becomes the delay.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private readonly TcpTestServer[] _servers;

    public HedgingTests() => _servers = [new(ServeAsync), new(ServeAsync), new(ServeAsync)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Relay_SecondServerRespondsFirst_ForwardsItsResponseAndEndsTheOther()
    {
        await using var client = Client(servers: 2);
        var relaying = client.RelayAsync(Get);
        var first = await NextAsync();
        var second = await HedgedAsync(client);

        await second.RespondAsync(Second);

        Assert.Equal("second", await BodyAsync(client));
        Assert.True(await relaying.WaitAsync(Patience, Token));
        await first.Ended.WaitAsync(Patience, Token);
        AssertNothingIsLeft(client);
    }

    [Fact]
    public async Task Relay_FirstServerRespondsFirst_ForwardsItsResponseAndEndsTheOther()
    {
        await using var client = Client(servers: 2);
        var relaying = client.RelayAsync(Get);
        var first = await NextAsync();
        var second = await HedgedAsync(client);

        await first.RespondAsync(First);

        Assert.Equal("first", await BodyAsync(client));
        Assert.True(await relaying.WaitAsync(Patience, Token));
        await second.Ended.WaitAsync(Patience, Token);
        AssertNothingIsLeft(client);
    }

    [Theory]
    [InlineData(Unavailable)]
    [InlineData(Malformed)]
    [InlineData("")]
    public async Task Relay_SecondServerFails_WaitsForTheFirst(string response)
    {
        await using var client = Client(servers: 2);
        var relaying = client.RelayAsync(Get);
        var first = await NextAsync();
        var second = await HedgedAsync(client);
        await second.RespondAsync(response, goesOn: false);
        second.Close();
        await second.Ended.WaitAsync(Patience, Token);

        await first.RespondAsync(First);

        Assert.Equal("first", await BodyAsync(client));
        Assert.True(await relaying.WaitAsync(Patience, Token));
        AssertNothingIsLeft(client);
    }

    [Theory]
    [InlineData(Unavailable)]
    [InlineData("")]
    public async Task Relay_FirstServerFails_GoesOnWithTheSecond(string response)
    {
        await using var client = Client(servers: 3);
        var relaying = client.RelayAsync(Get);
        var first = await NextAsync();
        var second = await HedgedAsync(client);
        await first.RespondAsync(response, goesOn: false);
        first.Close();
        await first.Ended.WaitAsync(Patience, Token);

        await second.RespondAsync(Second);

        Assert.Equal("second", await BodyAsync(client));
        Assert.True(await relaying.WaitAsync(Patience, Token));
        Assert.False(_requests.Reader.TryRead(out _));
        AssertNothingIsLeft(client);
    }

    [Fact]
    public async Task Relay_BothServersFail_GoesToTheThird()
    {
        await using var client = Client(servers: 3);
        var relaying = client.RelayAsync(Get);
        var first = await NextAsync();
        var second = await HedgedAsync(client);
        second.Close();
        await second.Ended.WaitAsync(Patience, Token);
        first.Close();

        await (await NextAsync()).RespondAsync(First);

        Assert.Equal("first", await BodyAsync(client));
        Assert.True(await relaying.WaitAsync(Patience, Token));
        AssertNothingIsLeft(client);
    }

    [Fact]
    public async Task Relay_ClientDisconnects_EndsBoth()
    {
        await using var client = Client(servers: 2);
        var relaying = client.RelayAsync(Get);
        var first = await NextAsync();
        var second = await HedgedAsync(client);

        client.Leave();

        Assert.False(await relaying.WaitAsync(Patience, Token));
        await first.Ended.WaitAsync(Patience, Token);
        await second.Ended.WaitAsync(Patience, Token);
        AssertNothingIsLeft(client);
    }

    [Theory]
    [InlineData(Put, "hello", "hello")]
    [InlineData(PutChunked, "5\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n")]
    public async Task Relay_RequestWithABody_SendsTheWholeToBoth(string head, string body, string expected)
    {
        await using var client = Client(servers: 2);
        var relaying = client.RelayAsync(head);
        await client.SendAsync(body);
        var first = await NextAsync();
        Assert.Equal(expected, await first.ReadAsync(expected.Length));
        await Eventually.TrueAsync("the body was taken", () => client.IsTaken, Patience);
        var second = await HedgedAsync(client);

        Assert.Equal(expected, await second.ReadAsync(expected.Length));
        await second.RespondAsync(Second);

        Assert.Equal("second", await BodyAsync(client));
        Assert.True(await relaying.WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task Relay_NextRequest_UsesTheConnectionOfTheSecondServerAgain()
    {
        await using var client = Client(servers: 2);
        for (var i = 0; i < 3; i++)
        {
            var relaying = client.RelayAsync(Get);
            await NextAsync();
            await (await HedgedAsync(client)).RespondAsync(Second);
            Assert.Equal("second", await BodyAsync(client));
            Assert.True(await relaying.WaitAsync(Patience, Token));
        }

        Assert.Equal([1, 3], _servers.Take(2).Select(server => server.Connections).Order());
    }

    [Theory]
    [InlineData(Post, "Gateway:Retries:Hedging", "true")]
    [InlineData(Get, "Gateway:Retries:Hedging", "false")]
    [InlineData(Get, "Gateway:Retries:MaxAttempts", "1")]
    [InlineData(Get, "Gateway:Retries:BudgetFloor", "0")]
    public async Task Relay_RequestMayNotBeSentTwice_WaitsForTheFirst(string head, string key, string value)
    {
        await using var client = Client(servers: 2, (key, value));
        var relaying = client.RelayAsync(head);
        var first = await NextAsync();

        client.Time.Advance(TimeSpan.FromSeconds(5));
        await first.RespondAsync(First);

        Assert.Equal("first", await BodyAsync(client));
        Assert.True(await relaying.WaitAsync(Patience, Token));
        Assert.False(_requests.Reader.TryRead(out _));
    }

    private static void AssertNothingIsLeft(RelayedClient client)
    {
        var budget = client.Part<RetryPolicy>().Budget;
        Assert.Equal((0, 0), (budget.Requests, budget.Retries));
        Assert.All(client.Part<RequestCounters>().All, entry => Assert.Equal(0, entry.Value.Load.Here));
    }

    private static async Task<string> BodyAsync(RelayedClient client)
    {
        var head = await client.Response.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        var body = new byte[head.FieldsNamed("Content-Length") is ["5"] ? 5 : 6];
        await client.Response.ReadExactlyAsync(body, Token).AsTask().WaitAsync(Patience, Token);
        return Encoding.ASCII.GetString(body);
    }

    private RelayedClient Client(int servers, params (string Key, string Value)[] settings)
    {
        var client = new RelayedClient([("Gateway:Retries:Hedging", "true"), ("Gateway:Retries:BudgetPercent", "0"), .. settings]);
        client.Use([.. _servers.Take(servers).Select(server => server.Url)]);
        if (client.Part<RetryPolicy>().Hedging is { } hedging)
        {
            for (var i = 0; i < 1_000; i++)
            {
                hedging.Record(Usual);
            }

            client.Time.Advance(TimeSpan.FromSeconds(6));
            hedging.Record(Usual);
            Assert.InRange(hedging.Current!.Value, 0.9 * Usual, 1.1 * Usual);
        }

        return client;
    }

    private async Task<Request> NextAsync() => await _requests.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);

    /// <summary>Lets the time of most responses pass, and returns the request at the second server.</summary>
    private async Task<Request> HedgedAsync(RelayedClient client)
    {
        Assert.False(_requests.Reader.TryRead(out _));
        client.Time.Advance(2 * Usual);
        return await NextAsync();
    }

    private async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
        {
            var request = new Request(stream, stop);
            await _requests.Writer.WriteAsync(request, stop);
            if (!await request.MayGoOn.WaitAsync(stop))
            {
                break;
            }
        }
    }

    /// <summary>A request that a server has received.</summary>
    private sealed class Request(NetworkStream stream, CancellationToken stop)
    {
        private readonly TaskCompletionSource<bool> _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether the server goes on with the connection, once that is known.</summary>
        public Task<bool> MayGoOn => _mayGoOn.Task;

        /// <summary>Ends when the gateway has closed the connection.</summary>
        public Task Ended => stream.ReadToEndAsync(stop);

        public async Task<string> ReadAsync(int length)
        {
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes, stop);
            return Encoding.ASCII.GetString(bytes);
        }

        public async Task RespondAsync(string response, bool goesOn = true)
        {
            await stream.WriteTextAsync(response, stop);
            if (goesOn)
            {
                _mayGoOn.SetResult(true);
            }
        }

        public void Close() => stream.Socket.Shutdown(SocketShutdown.Send);
    }
}
