using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Benchmarks.Soak;

/// <summary>A server whose behavior the request target determines: correct, slow, incomplete or wrong.</summary>
internal sealed class SoakServer : IAsyncDisposable
{
    private const int PieceLength = 16 * 1_024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly byte[] Piece = new byte[PieceLength];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public SoakServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var requests = new SoakRequests(stream);
        try
        {
            while (await requests.ReadHeadAsync(_stop.Token) is { } head && await RespondAsync(stream, requests, head))
            {
                // Serve one request after another.
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The gateway has closed the connection, or the soak test is over.
        }
    }

    /// <returns>Whether another request may follow.</returns>
    private async Task<bool> RespondAsync(NetworkStream stream, SoakRequests requests, string head)
    {
        switch (head.Split(' ')[1])
        {
            case "/large":
                await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {64 * PieceLength}\r\n\r\n");
                for (var i = 0; i < 64; i++)
                {
                    await stream.WriteAsync(Piece, _stop.Token);
                }

                return true;
            case "/events":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (var i = 0; i < 20; i++)
                {
                    await WriteAsync(stream, "8\r\ndata: x\n\r\n");
                    await Task.Delay(Pause, TimeProvider.System, _stop.Token);
                }

                await WriteAsync(stream, "0\r\nX-Sum: 1\r\n\r\n");
                return true;
            case "/early":
                await WriteAsync(stream, "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                return false;
            case "/reset":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
                stream.Socket.Close(0);
                return false;
            case "/half":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Le");
                return false;
            case "/malformed":
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
                return false;
            case "/until-close":
                await WriteAsync(stream, "HTTP/1.0 200 OK\r\n\r\nhello");
                return false;
            case "/silent":
                await requests.ReadToEndAsync(_stop.Token);
                return false;
            default:
                await requests.SkipBodyAsync(head, _stop.Token);
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                return true;
        }
    }

    private async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token);
}
