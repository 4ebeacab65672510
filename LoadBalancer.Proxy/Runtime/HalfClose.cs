using System.Net.Security;
using System.Net.Sockets;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>The end of one direction of a connection: the peer learns that nothing more follows, and may still send.</summary>
internal static class HalfClose
{
    /// <summary>
    /// Ends what is sent, when everything before it has been written to the socket: with TLS by close_notify (RFC 8446 §6.1), otherwise by
    /// FIN.
    /// </summary>
    public static async ValueTask EndSendingAsync(Socket socket, SslStream? secure)
    {
        if (secure is not null)
        {
            await secure.ShutdownAsync();
        }
        else
        {
            socket.Shutdown(SocketShutdown.Send);
        }
    }
}
