using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>
/// Tests clients that disconnect, stop sending, or stop reading: the server's work ends, and the failure is not counted against the server.
/// <see cref="HalfClosedClientTests"/> tests those that close their sending side behind a request.
/// </summary>
public sealed class PartingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, bool> Partings => new()
    {
        { "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", "", true },
        { "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true },
        { "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", true },
        { "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nhalf", "", true },
        { "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nhalf", "", false },
        { "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "", true },
        {
            "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            false
        },
        { "PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nhalf", "", true },
    };

    [Theory]
    [MemberData(nameof(Partings))]
    public async Task Client_Disconnects_TheServersWorkEnds(string request, string response, bool resets)
    {
        var arrived = new TaskCompletionSource();
        var ended = new TaskCompletionSource<string>();
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync(response, stop);
            arrived.SetResult();
            ended.SetResult(await stream.ReadToEndAsync(stop));
        });
        using (var client = await setup.ConnectAsync())
        {
            await client.GetStream().WriteTextAsync(request, Token);
            await arrived.Task;
            if (response.Length > 0)
            {
                await client.GetStream().ReadHeadAsync(Token);
            }

            client.LingerState = new(resets, 0);
        }

        var rest = await ended.Task.WaitAsync(Patience, Token);

        Assert.DoesNotContain("0\r\n\r\n", rest, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            "the request is over and is not counted as a failure of the server",
            async () => (await Stats.ReadAsync(setup.Cluster.Gateway)).Of("server") == (1, 0),
            Patience);
        Assert.True(setup.Cluster.Gateway.Snapshot.UsableCount == 1);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nhalf")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nhalf")]
    public async Task Client_StopsSendingTheBody_Is408AndTheServerIsNotBlamed(string request)
    {
        await using var setup = await RelaySetup.StartAsync(
            (stream, stop) => stream.ReadToEndAsync(stop),
            ("Gateway:ActivityTimeout", "00:00:00.500"),
            ("Gateway:Retries:AttemptTimeout", "00:00:00.500"),
            ("Gateway:Retries:OverallTimeout", "00:00:02"));

        var response = await setup.RespondToAsync(request, "POST");

        Assert.Equal((408, "close"), (response.Status, response.ValuesOf("Connection").SingleOrDefault()));
        Assert.Equal(0, (await Stats.ReadAsync(setup.Cluster.Gateway)).Of("server").Failures);
    }

    [Fact]
    public async Task Client_ReadsNothing_IsDroppedAndTheServerIsReleased()
    {
        var ended = new TaskCompletionSource();
        await using var setup = await RelaySetup.StartAsync(
            async (stream, stop) =>
            {
                await stream.ReadHeadAsync(stop);
                await stream.WriteTextAsync("HTTP/1.1 200 OK\r\n\r\n", stop);
                try
                {
                    while (true)
                    {
                        await stream.WriteAsync(new byte[65_536], stop);
                    }
                }
                catch (IOException)
                {
                    ended.SetResult();
                }
            },
            ("Gateway:ActivityTimeout", "00:00:00.500"));
        using var client = await setup.ConnectAsync();
        await client.GetStream().WriteTextAsync(RelaySetup.Get(), Token);

        await ended.Task.WaitAsync(Patience, Token);

        Assert.Equal(0, (await Stats.ReadAsync(setup.Cluster.Gateway)).Of("server").Failures);
    }

    [Fact]
    public async Task Server_ReadsNothing_Is504()
    {
        await using var setup = await RelaySetup.StartAsync((_, stop) => stop.EndAsync(), ("Gateway:ActivityTimeout", "00:00:00.500"));
        using var client = await setup.ConnectAsync();
        await client.GetStream().WriteTextAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100000000\r\n\r\n", Token);
        var sending = client.GetStream().WriteAsync(new byte[100_000_000], Token).AsTask();

        Assert.StartsWith("HTTP/1.1 504 ", await client.GetStream().ReadHeadAsync(Token), StringComparison.Ordinal);
        client.Close();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
    }

    [Fact]
    public async Task Host_LongAndSentThreeTimes_Fits()
    {
        var host = new string('a', 32_000);
        await using var setup = await RelaySetup.StartAsync(_ => HttpText.EmptyResponse, ("Gateway:Forwarded", "true"));

        Assert.Equal(200, (await setup.RespondToAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).Status);
    }
}
