using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A port with a full accept queue: a connection attempt is neither accepted nor refused, as with a machine that is switched off.
/// </summary>
internal sealed class SilentPort : IDisposable
{
    private const int MoreThanTheQueueHolds = 8;

    private readonly Socket _listener = NewSocket();
    private readonly Socket[] _waiting = [.. Enumerable.Range(0, MoreThanTheQueueHolds).Select(_ => NewSocket())];

    /// <param name="address">The address; by default 127.0.0.1 with any free port.</param>
    public SilentPort(IPEndPoint? address = null)
    {
        _listener.Bind(address ?? new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(backlog: 1);
        foreach (var socket in _waiting)
        {
            // Not awaited: most of these attempts never complete.
            _ = socket.ConnectAsync(_listener.LocalEndPoint!);
        }
    }

    public string Url => $"http://{_listener.LocalEndPoint}";

    public void Dispose()
    {
        Array.ForEach(_waiting, socket => socket.Dispose());
        _listener.Dispose();
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
