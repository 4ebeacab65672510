using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>A client connection with one request at a time. Its socket lives as long as the process.</summary>
internal sealed class OpenLoopConnection
{
    private const int LongestResponse = 16 * 1024;

    private readonly byte[] _buffer = new byte[LongestResponse];
    private int _count;

    public OpenLoopConnection(int port) => Socket.Connect(IPAddress.Loopback, port);

    public Socket Socket { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>When the request should have been sent, as a timestamp.</summary>
    public long Due { get; private set; }

    public bool IsCounted { get; private set; }

    public void Send(byte[] request, long due, bool isCounted)
    {
        Due = due;
        IsCounted = isCounted;
        _count = 0;
        Socket.Send(request);
    }

    /// <summary>Reads the bytes that have arrived.</summary>
    /// <returns>Whether the response is complete.</returns>
    /// <exception cref="InvalidDataException">The response is not 200, or the connection was closed.</exception>
    public bool Receive()
    {
        var count = Socket.Receive(_buffer.AsSpan(_count));
        _count += count;
        var response = _buffer.AsSpan(0, _count);
        if (count == 0 || (_count >= "HTTP/1.1 200 ".Length && !response.StartsWith("HTTP/1.1 200 "u8)))
        {
            throw new InvalidDataException("A response is not 200, or the proxy closed a connection.");
        }

        return response.IndexOf("\r\n\r\n"u8) is > 0 and var end && _count == end + 4 + LengthIn(response[..end]);
    }

    private static int LengthIn(ReadOnlySpan<byte> head)
    {
        var field = Encoding.ASCII.GetString(head)
            .Split("\r\n")
            .Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return int.Parse(
            field.AsSpan(field.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
