using System.Net.Sockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Tests clients that wait for permission before they send the body (RFC 9110 §10.1.1), and interim responses.</summary>
public sealed class ContinueTests
{
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";
    private const string Head = "POST / HTTP/1.1\r\nHost: a.test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

    private const int Large = 100_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Continue_SentByTheServer_IsForwardedAndNotSentEarlier()
    {
        var mayContinue = new TaskCompletionSource();
        var expects = new TaskCompletionSource<string>();
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            expects.SetResult(await stream.ReadHeadAsync(stop));
            await mayContinue.Task;
            await stream.WriteTextAsync(Continue, stop);
            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{await ReadAsync(stream, 5, stop)}", stop);
        });
        using var client = await setup.ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteTextAsync(Head, Token);

        Assert.Equal(["100-continue"], (await expects.Task).FieldsNamed("Expect"));
        Assert.False(stream.DataAvailable);
        mayContinue.SetResult();
        Assert.StartsWith("HTTP/1.1 100 Continue\r\n", await stream.ReadHeadAsync(Token), StringComparison.Ordinal);
        await stream.WriteTextAsync("hello", Token);
        Assert.StartsWith("HTTP/1.1 200 ", await stream.ReadHeadAsync(Token), StringComparison.Ordinal);
        Assert.Equal("hello", await ReadAsync(stream, 5, Token));
    }

    [Fact]
    public async Task Continue_ClientDoesNotWait_IsServedAnyway()
    {
        await using var setup = await RelaySetup.StartAsync(
            request => $"{Continue}HTTP/1.1 200 OK\r\nContent-Length: {request.Body.Length}\r\n\r\n{request.Body}");
        using var client = await setup.ConnectAsync();

        await client.GetStream().WriteTextAsync(Head + "hello" + RelaySetup.Get(), Token);

        var responses = ResponseReader.ReadAll(await client.GetStream().ReadToEndAsync(Token), "POST", "GET");
        Assert.Equal((200, "hello"), (responses[0].Status, responses[0].Content));
        Assert.Equal((200, true), (responses[1].Status, responses[1].IsWhole));
    }

    [Fact]
    public async Task Continue_ServerRespondsAtOnce_EndsTheConnection()
    {
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno", stop);
            await stream.ReadToEndAsync(stop);
        });

        var response = await setup.RespondToAsync(Head);

        // It is still open whether the client sends the body: the next bytes could be a body or a request, so the connection ends.
        Assert.Equal((417, "no"), (response.Status, response.Content));
        Assert.Equal(["close"], response.ValuesOf("Connection"));
    }

    [Fact]
    public async Task EarlyHints_BeforeTheResponse_ArriveBeforeIt()
    {
        var mayRespond = new TaskCompletionSource();
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync(
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nlink: </b>\r\nX-Hop: 1\r\nConnection: x-hop\r\n\r\n", stop);
            await mayRespond.Task;
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        });
        using var client = await setup.ConnectAsync();
        await client.GetStream().WriteTextAsync(RelaySetup.Get(), Token);

        var hints = await client.GetStream().ReadHeadAsync(Token);
        mayRespond.SetResult();

        Assert.StartsWith("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nlink: </b>\r\nVia: ", hints, StringComparison.Ordinal);
        Assert.Empty(hints.FieldsNamed("X-Hop"));
        Assert.Equal(200, ResponseReader.Read(await client.GetStream().ReadToEndAsync(Token)).Status);
    }

    [Fact]
    public async Task Response_WhileTheBodyIsStillSent_ArrivesAtOnce()
    {
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig", stop);
        });
        using var client = await setup.ConnectAsync();
        await client.GetStream().WriteTextAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 1000000\r\n\r\nbegin", Token);

        Assert.StartsWith("HTTP/1.1 413 ", await client.GetStream().ReadHeadAsync(Token), StringComparison.Ordinal);
        Assert.Equal("big", await ReadAsync(client.GetStream(), 3, Token));
        Assert.Equal("", await client.GetStream().ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Response_BeforeTheBodyIsSent_KeepsTheConnectionOfAClientThatSendsTheRest()
    {
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            if ((await stream.ReadHeadAsync(stop)).StartsWith("GET", StringComparison.Ordinal))
            {
                await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
                return;
            }

            await stream.WriteTextAsync("HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n", stop);
            await ReadAsync(stream, Large, stop);
            await stream.ReadToEndAsync(stop);
        });
        using var client = await setup.ConnectAsync();
        await client.GetStream().WriteTextAsync($"POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: {Large}\r\n\r\n", Token);
        Assert.StartsWith("HTTP/1.1 409 ", await client.GetStream().ReadHeadAsync(Token), StringComparison.Ordinal);

        await client.GetStream().WriteTextAsync(new string('x', Large) + RelaySetup.Get("/next"), Token);

        Assert.Equal(200, ResponseReader.Read(await client.GetStream().ReadToEndAsync(Token)).Status);

        // A server that responds early may mistake the next request for the rest of the body, so its connection is not reused.
        Assert.Equal(2, setup.Server.Connections);
    }

    private static async Task<string> ReadAsync(NetworkStream stream, int count, CancellationToken cancellationToken)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer, cancellationToken);
        return System.Text.Encoding.Latin1.GetString(buffer);
    }
}
