using System.Globalization;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>Tests the requests of one connection, from the end of their heads to the decision whether another may follow.</summary>
public sealed class RelayConnectionTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n";
    private const string PostFive = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayRespond = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isOver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relay_TwoRequests_ShareTheServersConnection()
    {
        await using var server = Responding();
        await using var client = RelayedClient.Of(server);

        Assert.True(await client.RelayAsync(Get));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await HeadAsync(client), StringComparison.Ordinal);
        Assert.True(await client.RelayAsync(Get));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await HeadAsync(client), StringComparison.Ordinal);

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Relay_ServerHasClosedTheIdleConnection_UsesAnother()
    {
        var connections = 0;
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            var number = Interlocked.Increment(ref connections);
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
            if (number == 1)
            {
                await stream.ReadHeadAsync(stop);
            }
        });
        await using var client = RelayedClient.Of(server);
        Assert.True(await client.RelayAsync(Get));
        await HeadAsync(client);

        Assert.True(await client.RelayAsync(Get));

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await HeadAsync(client), StringComparison.Ordinal);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Relay_OneOfTwoServersRefuses_EveryRequestIsServedByTheOther()
    {
        await using var server = Responding();
        using var dead = new DeadPort();
        await using var client = new RelayedClient();
        client.Use(dead.Url, server.Url);

        for (var i = 0; i < 20; i++)
        {
            Assert.True(await client.RelayAsync($"POST / HTTP/1.1\r\nHost: a.test\r\nX-Request-Id: {i}\r\nContent-Length: 0\r\n\r\n"));
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", await HeadAsync(client), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Relay_NoServer_Is503AndAnotherMayFollow()
    {
        await using var client = new RelayedClient();

        Assert.True(await client.RelayAsync(Get));

        Assert.StartsWith("HTTP/1.1 503 ", await HeadAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relay_RateIsExceeded_Is429AndReachesNoServer()
    {
        var asked = 0;
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
            {
                Interlocked.Increment(ref asked);
                await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
            }
        });
        await using var client = RelayedClient.Of(server, ("Gateway:Limits:RequestRate", "0.001"), ("Gateway:Limits:RequestBurst", "1"));
        Assert.True(await client.RelayAsync(Get));
        await HeadAsync(client);

        Assert.True(await client.RelayAsync(Get));

        Assert.StartsWith("HTTP/1.1 429 ", await HeadAsync(client), StringComparison.Ordinal);
        Assert.Equal(1, Volatile.Read(ref asked));
    }

    [Fact]
    public async Task Relay_BodyIsLongerThanAllowed_Is413AndTheLast()
    {
        await using var server = Responding();
        await using var client = RelayedClient.Of(server, ("Gateway:Limits:BodyBytes", "4"));

        Assert.False(await client.RelayAsync(PostFive));

        var head = await HeadAsync(client);
        Assert.StartsWith("HTTP/1.1 413 ", head, StringComparison.Ordinal);
        Assert.Equal(["close"], head.FieldsNamed("Connection"));
        Assert.Equal(1, client.Rejections.Of(RejectionReason.BodySize));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task CloseNext_WhileTheServerIsWorking_IsSentInTheResponseAndNoRequestFollows()
    {
        await using var server = Asked(HttpText.EmptyResponse);
        await using var client = RelayedClient.Of(server);
        var relaying = client.RelayAsync(Get);
        await _asked.Task.WaitAsync(Patience, Token);

        client.Relay.CloseNext();
        _mayRespond.SetResult();

        Assert.False(await relaying);
        Assert.Equal(["close"], (await HeadAsync(client)).FieldsNamed("Connection"));
    }

    [Fact]
    public async Task CloseNext_ResponseHasBegun_IsSentInTheNextResponse()
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", stop);
            await _mayRespond.Task.WaitAsync(stop);
            await stream.WriteTextAsync("whole", stop);
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        });
        await using var client = RelayedClient.Of(server);
        var relaying = client.RelayAsync(Get);
        Assert.Empty((await client.Response.ReadHeadAsync(Token).WaitAsync(Patience, Token)).FieldsNamed("Connection"));

        client.Relay.CloseNext();
        _mayRespond.SetResult();

        Assert.True(await relaying.WaitAsync(Patience, Token));
        await client.Response.ReadExactlyAsync(new byte["whole".Length], Token);
        Assert.False(await client.RelayAsync(Get));
        Assert.Equal(["close"], (await HeadAsync(client)).FieldsNamed("Connection"));
    }

    [Fact]
    public async Task CloseNext_NoServer_IsSentInTheErrorAndNoRequestFollows()
    {
        await using var client = new RelayedClient();
        client.Use();

        client.Relay.CloseNext();

        Assert.False(await client.RelayAsync(Get));
        Assert.Equal(["close"], (await HeadAsync(client)).FieldsNamed("Connection"));
    }

    [Fact]
    public async Task OnHeartbeat_WithinTheTime_EndsNothing()
    {
        await using var server = Asked(HttpText.EmptyResponse);
        await using var client = RelayedClient.Of(
            server, ("Gateway:ActivityTimeout", "00:01:40"), ("Gateway:Limits:RequestTimeout", "00:01:40"));
        var relaying = client.RelayAsync(Post);
        await _asked.Task.WaitAsync(Patience, Token);

        client.Time.Advance(TimeSpan.FromSeconds(100));
        client.Relay.OnHeartbeat();
        _mayRespond.SetResult();

        Assert.True(await relaying);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await HeadAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnHeartbeat_ServerIsSilentForTooLong_Is504AndAnotherMayFollow()
    {
        await using var server = Asked(HttpText.EmptyResponse);
        await using var client = RelayedClient.Of(server, ("Gateway:ActivityTimeout", "00:01:40"));
        var relaying = client.RelayAsync(Post);
        await _asked.Task.WaitAsync(Patience, Token);

        await client.PassTimeAsync(TimeSpan.FromSeconds(101), "it has ended", () => relaying.IsCompleted);

        Assert.True(await relaying);
        Assert.StartsWith("HTTP/1.1 504 ", await HeadAsync(client), StringComparison.Ordinal);
        Assert.Equal(0, client.Rejections.Total);
    }

    [Fact]
    public async Task OnHeartbeat_RequestExceedsTheTotalTimeout_Is504AndCountedAsThat()
    {
        await using var server = Asked(HttpText.EmptyResponse);
        await using var client = RelayedClient.Of(server, ("Gateway:Limits:RequestTimeout", "00:00:10"));
        var relaying = client.RelayAsync(Post);
        await _asked.Task.WaitAsync(Patience, Token);

        await client.PassTimeAsync(11 * Second, "it has ended", () => relaying.IsCompleted);

        Assert.True(await relaying);
        Assert.StartsWith("HTTP/1.1 504 ", await HeadAsync(client), StringComparison.Ordinal);
        Assert.Equal(1, client.Rejections.Of(RejectionReason.RequestTimeout));
    }

    [Fact]
    public async Task OnHeartbeat_BodyArrivesTooSlowly_Is408AndTheLast()
    {
        await using var server = Asked(HttpText.EmptyResponse);
        await using var client = RelayedClient.Of(server);
        var relaying = client.RelayAsync(PostFive);
        await client.SendAsync("b");
        await _asked.Task.WaitAsync(Patience, Token);

        await client.PassTimeAsync(Second, "it has ended", () => relaying.IsCompleted);

        Assert.False(await relaying);
        Assert.StartsWith("HTTP/1.1 408 ", await HeadAsync(client), StringComparison.Ordinal);
        Assert.Equal(1, client.Rejections.Of(RejectionReason.BodyRate));
    }

    [Fact]
    public async Task OnHeartbeat_ClientReadsNothing_AbortsTheConnection()
    {
        const int Length = 100_000;
        await using var server = Asked($"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n{new string('c', Length)}");
        await using var client = RelayedClient.Of(server);
        _mayRespond.SetResult();
        var relaying = client.RelayAsync(Get);
        await client.Response.ReadHeadAsync(Token).WaitAsync(Patience, Token);

        await client.PassTimeAsync(60 * Second, "it is aborted", () => client.Aborted is not null);

        Assert.False(await relaying);
        Assert.Equal("answer-rate", client.Aborted);
        Assert.NotEqual(0, client.Rejections.Of(RejectionReason.ResponseRate));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Relay_ResponseBeforeTheBodyIsComplete_ReadsTheRestForAShortTime(bool comes)
    {
        await using var server = Asked(HttpText.EmptyResponse);
        await using var client = RelayedClient.Of(server, ("Gateway:Limits:BodyRate", "0"));
        _mayRespond.SetResult();
        var relaying = client.RelayAsync(PostFive);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await HeadAsync(client), StringComparison.Ordinal);
        client.Relay.OnHeartbeat();
        Assert.False(relaying.IsCompleted);

        if (comes)
        {
            await client.SendAsync("whole");
        }
        else
        {
            await client.PassTimeAsync(6 * Second, "it has ended", () => relaying.IsCompleted);
        }

        Assert.Equal(comes, await relaying);
    }

    [Fact]
    public async Task Relay_ServerBreaksOffWithinTheBody_AbortsTheConnection()
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", stop);
        });
        await using var client = RelayedClient.Of(server);

        Assert.False(await client.RelayAsync(Get));

        Assert.Equal("The response was incomplete.", client.Aborted);
    }

    [Theory]
    [InlineData(Get)]
    [InlineData(Post)]
    public async Task Relay_ClientDisconnectsWhileTheServerIsWorking_EndsTheServersConnectionToo(string request)
    {
        await using var server = Asked(HttpText.EmptyResponse);
        await using var client = RelayedClient.Of(server);
        var relaying = client.RelayAsync(request);
        await _asked.Task.WaitAsync(Patience, Token);

        client.Leave();

        Assert.False(await relaying);
        await _isOver.Task.WaitAsync(Patience, Token);
        Assert.NotNull(client.Aborted);
    }

    private static TcpTestServer Responding() => new(async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
        {
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        }
    });

    /// <summary>
    /// Creates a server that signals when a request arrives, responds when the test allows it, and signals when its connection has ended.
    /// </summary>
    private TcpTestServer Asked(string response) => new(async (stream, stop) =>
    {
        await stream.ReadHeadAsync(stop);
        _asked.SetResult();
        var ended = stream.ReadToEndAsync(stop);
        if (await Task.WhenAny(_mayRespond.Task, ended) == _mayRespond.Task)
        {
            await stream.WriteTextAsync(response, stop);
            await ended;
        }

        _isOver.SetResult();
    });

    private static async Task<string> HeadAsync(RelayedClient client)
    {
        var head = await client.Response.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        if (head.FieldsNamed("Content-Length") is [{ } length])
        {
            var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
            await client.Response.ReadExactlyAsync(body, Token).AsTask().WaitAsync(Patience, Token);
        }

        return head;
    }
}
