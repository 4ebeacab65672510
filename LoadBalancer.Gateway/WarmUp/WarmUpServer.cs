using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>Responds to the requests of the warm-up, on a loopback port.</summary>
internal sealed class WarmUpServer : IDisposable
{
    private const int LongestRequest = 4 * 1024;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public WarmUpServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndPoint}";

    /// <summary>Stops listening; connections end when the gateway closes them.</summary>
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private static async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        connection.NoDelay = true;
        var buffer = new byte[LongestRequest];
        var length = 0;
        try
        {
            while (await connection.ReceiveAsync(buffer.AsMemory(length)) is > 0 and var count)
            {
                length += count;
                if (WarmUpExchange.Find(buffer.AsSpan(0, length)) is { } exchange)
                {
                    length = 0;
                    await connection.SendAsync(exchange.Response[..exchange.FirstPart]);
                    if (exchange.FirstPart < exchange.Response.Length)
                    {
                        await Task.Yield();
                        await connection.SendAsync(exchange.Response[exchange.FirstPart..]);
                    }

                    if (exchange.Closes)
                    {
                        return;
                    }
                }
            }
        }
        catch (SocketException)
        {
            // The gateway has closed the connection.
        }
    }
}
