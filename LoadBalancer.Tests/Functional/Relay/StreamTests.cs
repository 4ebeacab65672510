using System.Net.Sockets;
using LoadBalancer.Tests.EndToEnd;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>
/// Tests bodies that are long, slow, or endless: the gateway delays nothing and buffers little. The memory is that of the whole process, so
/// no other test runs at the same time.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class StreamTests
{
    private const int Mebi = 1_048_576;
    private const int Large = 64 * Mebi;
    private const int MostMemory = 24 * Mebi;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "8\r\ndata: 1\n\r\n", "8\r\ndata: 2\n\r\n0\r\n\r\n")]
    [InlineData("\r\n", "data: 1\n", "data: 2\n")]
    [InlineData("Content-Length: 16\r\n\r\n", "data: 1\n", "data: 2\n")]
    public async Task Events_OfTheServer_ArriveBeforeTheNextIsSent(string head, string first, string second)
    {
        var mayGoOn = new TaskCompletionSource();
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + head + first, stop);
            await mayGoOn.Task.WaitAsync(stop);
            await stream.WriteTextAsync(second, stop);
        });
        using var client = await setup.ConnectAsync();
        await client.GetStream().WriteTextAsync(RelaySetup.Get(), Token);

        var begun = await client.GetStream().ReadHeadAsync(Token) + await ReadUntilAsync(client.GetStream(), "data: 1\n");
        mayGoOn.SetResult();
        var response = ResponseReader.Read(begun + await client.GetStream().ReadToEndAsync(Token));

        Assert.True(response.IsWhole);
        Assert.Equal("data: 1\ndata: 2\n", response.Content);
    }

    [Fact]
    public async Task Body_OfTheClient_ArrivesBeforeTheNextPartIsSent()
    {
        var begun = new TaskCompletionSource<string>();
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            begun.SetResult(await ReadUntilAsync(stream, "first"));
            await ReadUntilAsync(stream, "0\r\n\r\n");
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        });
        using var client = await setup.ConnectAsync();
        await client.GetStream().WriteTextAsync(
            "POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n", Token);

        Assert.Equal("5\r\nfirst", await begun.Task);
        await client.GetStream().WriteTextAsync("6\r\nsecond\r\n0\r\n\r\n", Token);
        Assert.Equal(200, ResponseReader.Read(await client.GetStream().ReadToEndAsync(Token)).Status);
    }

    [Fact]
    public async Task Conversation_InBothDirectionsAtOnce_IsNotHeldBack()
    {
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", stop);
            for (var i = 0; i < 3; i++)
            {
                await stream.WriteTextAsync($"1\r\n{(await ReadUntilAsync(stream, "\r\n"))[0]}\r\n", stop);
                await ReadUntilAsync(stream, "\r\n");
            }

            await ReadUntilAsync(stream, "0\r\n\r\n");
            await stream.WriteTextAsync("0\r\n\r\n", stop);
        });
        using var client = await setup.ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteTextAsync("POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n", Token);

        Assert.StartsWith("HTTP/1.1 200 ", await stream.ReadHeadAsync(Token), StringComparison.Ordinal);
        foreach (var size in "123")
        {
            await stream.WriteTextAsync($"{size}\r\n{new string('x', size - '0')}\r\n", Token);
            Assert.Equal($"1\r\n{size}\r\n", await ReadUntilAsync(stream, "\r\n") + await ReadUntilAsync(stream, "\r\n"));
        }

        await stream.WriteTextAsync("0\r\n\r\n", Token);
        Assert.Equal("0\r\n\r\n", await stream.ReadToEndAsync(Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Download_SlowClient_IsNotBuffered(bool isChunked)
    {
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\n{Framing(isChunked)}\r\n\r\n", stop);
            await WriteLargeAsync(stream, isChunked, stop);
        });
        using var client = await setup.ConnectAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await client.GetStream().WriteTextAsync(RelaySetup.Get(), Token);
        Assert.StartsWith("HTTP/1.1 200 ", await client.GetStream().ReadHeadAsync(Token), StringComparison.Ordinal);

        // While a client does not read, the server must be held back instead of the gateway buffering the body.
        await Eventually.TrueAsync("something has arrived", () => client.Available > 0, Patience);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostMemory);
        var count = await CountAsync(client.GetStream());

        Assert.InRange(count, Large, Large + (Large / 10));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostMemory);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_SlowServer_IsNotBuffered(bool isChunked)
    {
        var mayRead = new TaskCompletionSource();
        await using var setup = await RelaySetup.StartAsync(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await mayRead.Task.WaitAsync(stop);
            var count = isChunked ? await CountChunkedAsync(stream, stop) : await CountAsync(stream, Large, stop);
            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: "
                + $"{count.ToString(System.Globalization.CultureInfo.InvariantCulture).Length}\r\n\r\n{count}", stop);
        });
        using var client = await setup.ConnectAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await client.GetStream()
            .WriteTextAsync($"POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n{Framing(isChunked)}\r\n\r\n", Token);
        var sending = WriteLargeAsync(client.GetStream(), isChunked, Token);

        await Eventually.TrueAsync("the client is delayed", () => !sending.IsCompleted, Patience);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostMemory);
        mayRead.SetResult();
        await sending;
        var response = ResponseReader.Read(await client.GetStream().ReadToEndAsync(Token));

        Assert.Equal((200, Large), (response.Status, int.Parse(response.Content, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostMemory);
    }

    private static string Framing(bool isChunked) => isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {Large}";

    private static async Task WriteLargeAsync(NetworkStream stream, bool isChunked, CancellationToken cancellationToken)
    {
        var piece = new byte[64 * 1_024];
        for (var left = Large; left > 0; left -= piece.Length)
        {
            if (isChunked)
            {
                await stream.WriteTextAsync($"{piece.Length:x}\r\n", cancellationToken);
            }

            await stream.WriteAsync(piece, cancellationToken);
            if (isChunked)
            {
                await stream.WriteTextAsync("\r\n", cancellationToken);
            }
        }

        if (isChunked)
        {
            await stream.WriteTextAsync("0\r\n\r\n", cancellationToken);
        }
    }

    private static Task<long> CountAsync(NetworkStream stream) => CountAsync(stream, long.MaxValue, Token);

    private static async Task<long> CountAsync(NetworkStream stream, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1_024];
        var count = 0L;
        while (count < most && await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            count += read;
        }

        return count;
    }

    /// <summary>Counts the bytes of a chunked body. The body consists of zeros, so every other byte is framing.</summary>
    private static async Task<long> CountChunkedAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1_024];
        var (zeros, tail) = (0L, "");
        while (!tail.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            zeros += buffer.AsSpan(0, read).Count((byte)0);
            tail = (tail + System.Text.Encoding.Latin1.GetString(buffer, 0, read))[^Math.Min(16, tail.Length + read)..];
        }

        return zeros;
    }

    private static async Task<string> ReadUntilAsync(NetworkStream stream, string end)
    {
        var text = "";
        var one = new byte[1];
        while (!text.EndsWith(end, StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, Token);
            text += (char)one[0];
        }

        return text;
    }
}
