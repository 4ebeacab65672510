using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>
/// Clients that send one request and stay connected. They use several addresses, because connections per address are limited.
/// </summary>
internal sealed class IdleClients(int port, string path) : IDisposable
{
    private const int PerAddress = 2_500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: benchmark.test\r\n\r\n");
    private readonly byte[] _buffer = new byte[4_096];
    private readonly List<Socket> _sockets = [];

    public async Task ConnectAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets.Add(socket);
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + (number / PerAddress))]), 0));
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await AskAsync(socket);
        }
    }

    /// <summary>Sends another request on each connection, one after the other.</summary>
    /// <returns>The milliseconds until each response, in ascending order.</returns>
    /// <exception cref="IOException">A connection was closed, or a response is not 200.</exception>
    public async Task<double[]> AskAsync()
    {
        var times = new List<double>(_sockets.Count);
        foreach (var socket in _sockets)
        {
            var began = Stopwatch.GetTimestamp();
            await AskAsync(socket);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return [.. times];
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task AskAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        await socket.SendAsync(_request, patience.Token);
        var count = 0;
        while (!IsWhole(_buffer.AsSpan(0, count)))
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(count), patience.Token);
            count += read > 0 ? read : throw new IOException("The gateway closed a connection.");
        }

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 200 "u8))
        {
            throw new IOException("The gateway did not respond with 200.");
        }
    }

    /// <summary>Whether the response is complete: a head, and a body whose length is the number in the path.</summary>
    private bool IsWhole(ReadOnlySpan<byte> response) =>
        response.IndexOf("\r\n\r\n"u8) is >= 0 and var end
            && response.Length >= end + 4 + int.Parse(path.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}
