using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>A port that accepts connections and never responds.</summary>
internal sealed class MutePort : IDisposable
{
    private const int Connections = 128;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public MutePort()
    {
        // The kernel accepts connections on behalf of the listener; nothing reads the received bytes.
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(Connections);
    }

    public string Url => $"http://{_listener.LocalEndPoint}";

    public void Dispose() => _listener.Dispose();
}
