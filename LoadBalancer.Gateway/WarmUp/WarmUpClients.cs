using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>Clients that ask for what the warm-up's server answers, each one request after the other on a connection of its own.</summary>
internal sealed class WarmUpClients : IDisposable
{
    private const int LongestAnswer = 32 * 1024;

    private readonly Socket[] _sockets;

    private WarmUpClients(int count) => _sockets = [.. Enumerable.Range(0, count).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })];

    public static async Task<WarmUpClients> ConnectAsync(EndPoint gateway, int count, CancellationToken cancellationToken)
    {
        var clients = new WarmUpClients(count);
        try
        {
            foreach (var socket in clients._sockets)
            {
                await socket.ConnectAsync(gateway, cancellationToken);
            }

            return clients;
        }
        catch
        {
            clients.Dispose();
            throw;
        }
    }

    /// <summary>Each asks so often, all at the same time.</summary>
    /// <returns>How many requests that were.</returns>
    /// <exception cref="IOException">One was not answered, or otherwise.</exception>
    public async Task<int> AskAsync(int times, CancellationToken cancellationToken)
    {
        await Task.WhenAll(_sockets.Select((socket, client) => AskAsync(socket, client, times, cancellationToken)));
        return _sockets.Length * times;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private static async Task AskAsync(Socket socket, int client, int times, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestAnswer];
        for (var time = 0; time < times; time++)
        {
            var exchange = WarmUpExchange.All[(client + time) % WarmUpExchange.All.Length];
            await socket.SendAsync(exchange.Request, cancellationToken);
            var length = 0;
            while (!exchange.IsWhole(buffer.AsSpan(0, length)))
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += count > 0 ? count : throw new IOException("A connection of the warm-up was closed.");
            }

            if (!buffer.AsSpan().StartsWith("HTTP/1.1 200 "u8))
            {
                throw new IOException($"A request of the warm-up was answered with {System.Text.Encoding.ASCII.GetString(buffer, 0, "HTTP/1.1 200".Length)}.");
            }
        }
    }
}
