using System.Threading.Channels;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>
/// Explores what a heartbeat does that has found a reason to end an exchange, but gets to it when the connection has gone on to its next
/// request. The heartbeat is paused at each of its looks at the clock in turn, until the next request is in progress, which must not feel
/// it. Without a pause, it ends the first exchange.
/// </summary>
public sealed class HeartbeatScheduleTests : IAsyncDisposable
{
    private const string Post = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n";
    private const string PostFive = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\n";
    private const int Large = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> _mayRespond = Channel.CreateUnbounded<bool>();
    private readonly TcpTestServer _server;
    private readonly TcpTestServer _other;
    private int _length;
    private bool _respondsFirst;

    public HeartbeatScheduleTests()
    {
        _server = new(ServeAsync);
        _other = new(ServeAsync);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public Task OnHeartbeat_FirstServerWasSilent_LeavesTheNextExchangeAlone() =>
        ExploreAsync(new(Post, 11 * Second), ("Gateway:FirstByteTimeout", "00:00:10"));

    [Fact]
    public Task OnHeartbeat_FirstRequestWasLate_LeavesTheNextExchangeAlone() =>
        ExploreAsync(new(Post, 11 * Second), ("Gateway:Limits:RequestTimeout", "00:00:10"));

    [Fact]
    public Task OnHeartbeat_FirstBodyWasSlow_LeavesTheNextExchangeAlone() =>
        ExploreAsync(new(PostFive, 60 * Second) { Begin = SendPartAsync, End = SendRestAsync });

    [Fact]
    public Task OnHeartbeat_FirstBodyWasSilent_LeavesTheNextExchangeAlone() => ExploreAsync(
        new(PostFive, 11 * Second) { Begin = SendPartAsync, End = SendRestAsync },
        ("Gateway:Limits:BodyRate", "0"),
        ("Gateway:RequestIdleTimeout", "00:00:10"));

    [Fact]
    public Task OnHeartbeat_RestOfTheFirstBodyWasAwaitedForTooLong_LeavesTheNextExchangeAlone()
    {
        _respondsFirst = true;
        return ExploreAsync(
            new(PostFive, 6 * Second) { Begin = ReceiveHeadAsync, End = client => client.SendAsync("hello") },
            ("Gateway:Limits:BodyRate", "0"));
    }

    [Fact]
    public Task OnHeartbeat_FirstResponseWasNotRead_LeavesTheNextExchangeAlone()
    {
        _length = Large;
        return ExploreAsync(new(Post, 60 * Second)
        {
            Begin = async client =>
            {
                await ReceiveHeadAsync(client);
                await Eventually.TrueAsync("the client is awaited", () => client.IsFull, Patience);
            },
            End = client => client.Response.ReadExactlyAsync(new byte[Large], Token).AsTask(),
        });
    }

    [Fact]
    public Task OnHeartbeat_FirstServerHasLeftForTooLong_LeavesTheNextExchangeAlone() => ExploreAsync(
        new(Post, 301 * Second)
        {
            Begin = client =>
            {
                client.Use(_other.Url);
                return Task.CompletedTask;
            },
        },
        ("Gateway:FirstByteTimeout", "00:00:00"));

    private async Task ExploreAsync(Exchange exchange, params (string Key, string Value)[] settings)
    {
        var read = 1;
        while (await RunAsync(exchange, read, settings))
        {
            read++;
        }

        Assert.True(read > 1, "A heartbeat looks at the clock.");
    }

    /// <returns>Whether the heartbeat looked at the clock often enough to be paused.</returns>
    private async Task<bool> RunAsync(Exchange exchange, int read, (string Key, string Value)[] settings)
    {
        await using var client = new RelayedClient(new PausingTime(), settings);
        client.Use(_server.Url);
        var first = await BeginAsync(client, exchange);
        client.Time.Advance(exchange.Time);

        Task<bool>? second = null;
        var isPaused = await PausingTime.RunAsync(client.Relay.OnHeartbeat, read, async () =>
        {
            await EndAsync(client, exchange, first);
            second = await BeginAsync(client, exchange);
        });

        if (isPaused)
        {
            await EndAsync(client, exchange, second!);
            Assert.Null(client.Aborted);
        }
        else
        {
            // Without a pause, the heartbeat has ended the first exchange.
            await client.PassTimeAsync(exchange.Time, "it has ended", () => first.IsCompleted);
        }

        return isPaused;
    }

    /// <returns>The relaying of a request that a server has received.</returns>
    private async Task<Task<bool>> BeginAsync(RelayedClient client, Exchange exchange)
    {
        var relaying = client.RelayAsync(exchange.Head);
        await _asked.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);
        await (exchange.Begin?.Invoke(client) ?? Task.CompletedTask);
        return relaying;
    }

    private async Task EndAsync(RelayedClient client, Exchange exchange, Task<bool> relaying)
    {
        await (exchange.End ?? ReceiveHeadAsync)(client);
        Assert.True(await relaying.WaitAsync(Patience, Token));
    }

    private static async Task SendPartAsync(RelayedClient client)
    {
        await client.SendAsync("h");
        await Eventually.TrueAsync("more is awaited", () => client.IsAwaited, Patience);
    }

    private async Task SendRestAsync(RelayedClient client)
    {
        await client.SendAsync("ello");
        await ReceiveHeadAsync(client);
    }

    private async Task ReceiveHeadAsync(RelayedClient client)
    {
        await _mayRespond.Writer.WriteAsync(true, Token);
        var head = await client.Response.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
    }

    private async Task ServeAsync(Stream stream, CancellationToken stop)
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            await _asked.Writer.WriteAsync(true, stop);
            var body = new byte[head.FieldsNamed("Content-Length") is ["5"] ? 5 : 0];
            if (!_respondsFirst)
            {
                await stream.ReadExactlyAsync(body, stop);
            }

            await _mayRespond.Reader.ReadAsync(stop);
            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: {_length}\r\n\r\n{new string('c', _length)}", stop);
            if (_respondsFirst)
            {
                await stream.ReadExactlyAsync(body, stop);
            }
        }
    }

    /// <summary>An exchange that a heartbeat would end.</summary>
    /// <param name="Head">The head of the request.</param>
    /// <param name="Time">How much time passes.</param>
    private sealed record Exchange(string Head, TimeSpan Time)
    {
        /// <summary>What happens before, when a server has the head.</summary>
        public Func<RelayedClient, Task>? Begin { get; init; }

        /// <summary>How the exchange ends by itself; by default, the server responds.</summary>
        public Func<RelayedClient, Task>? End { get; init; }
    }
}
