using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>Tests how long the relay waits for each part of an exchange, on a clock that the test advances.</summary>
public sealed class RelaySilenceTests
{
    private const string Post = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly (string Key, string Value)[] Settings =
        [("Gateway:FirstByteTimeout", "00:00:10"), ("Gateway:ResponseIdleTimeout", "00:01:00")];

    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnHeartbeat_ResponseIsSilentForLongerThanItsFirstByteMayTake_EndsNothing()
    {
        await using var server = HalfOfTheResponse();
        await using var client = new RelayedClient(Settings);
        var relaying = await HalfReceivedAsync(client, server);

        client.Time.Advance(60 * Second);
        client.Relay.OnHeartbeat();
        _mayGoOn.SetResult();

        Assert.True(await relaying.WaitAsync(Patience, Token));
        Assert.Null(client.Aborted);
    }

    [Fact]
    public async Task OnHeartbeat_ResponseIsSilentForTooLong_BreaksOff()
    {
        await using var server = HalfOfTheResponse();
        await using var client = new RelayedClient(Settings);
        var relaying = await HalfReceivedAsync(client, server);

        await client.PassTimeAsync(61 * Second, "it has ended", () => relaying.IsCompleted);

        Assert.False(await relaying);
        Assert.Equal("The response was incomplete.", client.Aborted);
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(301, true)]
    public async Task OnHeartbeat_ServerHasLeft_BreaksOffAfterItsTimeToDrain(int seconds, bool isOver)
    {
        await using var server = HalfOfTheResponse();
        await using var client = new RelayedClient(("Gateway:ResponseIdleTimeout", "00:00:00"));
        var relaying = await HalfReceivedAsync(client, server);
        client.Use();

        client.Time.Advance(seconds * Second);
        client.Relay.OnHeartbeat();
        if (!isOver)
        {
            _mayGoOn.SetResult();
        }

        Assert.Equal(!isOver, await relaying.WaitAsync(Patience, Token));
    }

    /// <summary>The server's time is over, whoever is slow.</summary>
    [Fact]
    public async Task OnHeartbeat_ServerHasLeftWhileTheBodyIsAwaited_Is504()
    {
        await using var server = new TcpTestServer((stream, stop) => stream.ReadToEndAsync(stop));
        await using var client = new RelayedClient(("Gateway:RequestIdleTimeout", "00:00:00"), ("Gateway:Limits:BodyRate", "0"));
        client.Use(server.Url);
        var relaying = client.RelayAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\n");
        await client.SendAsync("h");
        await Eventually.TrueAsync("more is awaited", () => client.IsAwaited, Patience);
        client.Use();

        await client.PassTimeAsync(301 * Second, "it has ended", () => relaying.IsCompleted);

        Assert.StartsWith("HTTP/1.1 504 ", await client.Response.ReadHeadAsync(Token), StringComparison.Ordinal);
    }

    private static async Task<Task<bool>> HalfReceivedAsync(RelayedClient client, TcpTestServer server)
    {
        client.Use(server.Url);
        var relaying = client.RelayAsync(Post);
        await client.Response.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        await client.Response.ReadExactlyAsync(new byte["begun".Length], Token).AsTask().WaitAsync(Patience, Token);
        return relaying;
    }

    private TcpTestServer HalfOfTheResponse() => new(async (stream, stop) =>
    {
        await stream.ReadHeadAsync(stop);
        await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbegun", stop);
        await _mayGoOn.Task.WaitAsync(stop);
        await stream.WriteTextAsync("rest", stop);
    });
}
