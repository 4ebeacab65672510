using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>Clients that send the warm-up's requests, each one after the other on its own connection.</summary>
internal static class WarmUpClients
{
    private const int LongestResponse = 32 * 1024;

    /// <summary>Connects a number of clients at the same time, each of which sends a number of requests.</summary>
    /// <exception cref="IOException">A request received no response, or an unexpected one.</exception>
    public static Task AskAsync(EndPoint gateway, int clients, int times, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(client => AskAsOneAsync(gateway, client, times, cancellationToken)));

    private static async Task AskAsOneAsync(EndPoint gateway, int client, int times, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway, cancellationToken);
        var buffer = new byte[LongestResponse];
        for (var time = 0; time < times; time++)
        {
            var exchange = WarmUpExchange.All[(client + time) % WarmUpExchange.All.Length];
            await socket.SendAsync(exchange.Request, cancellationToken);
            var length = 0;
            while (!exchange.IsWhole(buffer.AsSpan(0, length)))
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += count > 0 ? count : throw new IOException("A warm-up connection was closed early.");
            }

            if (!buffer.AsSpan().StartsWith("HTTP/1.1 200 "u8))
            {
                throw new IOException($"A warm-up request received {Encoding.ASCII.GetString(buffer, 0, "HTTP/1.1 200".Length)}.");
            }
        }
    }
}
