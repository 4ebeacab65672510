using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.AppHost.Ports;

/// <summary>Determines whether a gateway can listen on a port, by listening on it briefly.</summary>
internal static class PortProbe
{
    public static PortState Probe(int port)
    {
        try
        {
            // Kestrel listens on the same addresses for http://*:port.
            using var socket = Socket.OSSupportsIPv6
                ? new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true }
                : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            socket.Listen();

            return PortState.Free;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
        {
            return PortState.NotPermitted;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return PortState.Taken;
        }
    }
}
