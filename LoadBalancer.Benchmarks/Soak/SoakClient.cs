using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Benchmarks.Soak;

/// <summary>A client that performs one action after another, well-behaved or not, in an order that its seed determines.</summary>
internal sealed class SoakClient(int port, int seed, SoakTally tally)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Bad =
    [
        "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx", "GET / HTTP/1.1\nHost: a\n\n",
        "\0\0\0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
        + "chunked\r\n\r\n0\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nHost: b\r\n\r\n", "EHLO a\r\n\r\n",
    ];

    private static readonly string[] Faulty = ["/reset", "/half", "/malformed", "/until-close", "/early"];

    private readonly Random _random = new(seed);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var kind = _random.Next(12);
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(Patience);
                await ActAsync(kind, patience.Token);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // The gateway closed the connection, as it must do in some of these cases.
                tally.BrokenOff();
            }
            catch (OperationCanceledException)
            {
                if (!stop.IsCancellationRequested)
                {
                    tally.Stuck(kind);
                }
            }
        }
    }

    private async Task ActAsync(int kind, CancellationToken cancellationToken)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        switch (kind)
        {
            case 0 or 1 or 2:
                await KeepAliveAsync(stream, cancellationToken);
                break;
            case 3:
                await SendAsync(
                    stream, string.Concat(Enumerable.Repeat(Get("/"), 20)) + Get("/", "Connection: close\r\n"), cancellationToken);
                await CountAsync(stream, cancellationToken);
                break;
            case 4:
                await SendAsync(
                    stream,
                    $"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{Chunks(20)}0\r\n\r\n",
                    cancellationToken);
                await CountAsync(stream, cancellationToken);
                break;
            case 5:
                await SendAsync(stream, $"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{Chunks(3)}", cancellationToken);
                await LeaveAsync(client);
                break;
            case 6:
                await SendAsync(stream, Get("/large"), cancellationToken);
                await ReadSlowlyAsync(stream, cancellationToken);
                await LeaveAsync(client);
                break;
            case 7:
                await SendAsync(stream, Bad[_random.Next(Bad.Length)], cancellationToken);
                await CountAsync(stream, cancellationToken);
                break;
            case 8:
                await SendAsync(stream, Get(Faulty[_random.Next(Faulty.Length)], "Connection: close\r\n"), cancellationToken);
                await CountAsync(stream, cancellationToken);
                break;
            case 9:
                await SendAsync(stream, "GET / HTTP/1.0\r\nHost: a\r\n\r\n", cancellationToken);
                await CountAsync(stream, cancellationToken);
                break;
            case 10:
                await SendAsync(stream, Get(_random.Next(8) == 0 ? "/silent" : "/events", "Connection: close\r\n"), cancellationToken);
                await CountAsync(stream, cancellationToken);
                break;
            default:
                await SendAsync(stream, "GET / HTTP/1.1\r\nHo", cancellationToken);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
                await LeaveAsync(client);
                break;
        }
    }

    private string Get(string target, string fields = "") =>
        $"GET {target} HTTP/1.1\r\nHost: a\r\nX-Request-Id: {_random.Next(1_000)}\r\n{fields}\r\n";

    private static string Chunks(int count) => string.Concat(Enumerable.Repeat($"400\r\n{new string('x', 1_024)}\r\n", count));

    private async Task KeepAliveAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[4_096];
        for (var i = 0; i < 50; i++)
        {
            await SendAsync(
                stream, i % 4 == 0 ? "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" : Get("/"), cancellationToken);
            var read = 0;
            while (!buffer.AsSpan(0, read).EndsWith("\r\n\r\nok"u8))
            {
                if (await stream.ReadAsync(buffer.AsMemory(read), cancellationToken) is > 0 and var count)
                {
                    read += count;
                    continue;
                }

                tally.Lost();
                return;
            }

            tally.Responded();
        }
    }

    private async Task CountAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16_384];
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
            // Read until the connection is closed.
        }

        tally.Responded();
    }

    private static async Task ReadSlowlyAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[4_096];
        for (var i = 0; i < 20 && await stream.ReadAsync(buffer, cancellationToken) > 0; i++)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Abandons a connection, which the caller then closes. Half of the connections are reset.</summary>
    private async Task LeaveAsync(TcpClient client)
    {
        client.LingerState = new(_random.Next(2) == 0, 0);
        tally.Left();
        await Task.Yield();
    }

    private static async Task SendAsync(NetworkStream stream, string text, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
}
