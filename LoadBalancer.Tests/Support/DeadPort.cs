using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>A port that is held so that nobody listens on it: connections are refused.</summary>
internal sealed class DeadPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public DeadPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public string Url => $"http://{_socket.LocalEndPoint}";

    public void Dispose() => _socket.Dispose();
}
