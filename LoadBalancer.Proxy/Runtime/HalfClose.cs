using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

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

    /// <summary>
    /// Sends close_notify on a connection that is about to be closed, if the operating system has room for it, and if that has not been
    /// done. Nothing is sent on a connection that has been aborted. Does not throw if the connection has failed.
    /// </summary>
    /// <returns><see langword="false"/> if there is no room yet.</returns>
    public static async ValueTask<bool> TryNotifyAsync(Socket socket, SslStream secure)
    {
        try
        {
            if (!secure.CanWrite)
            {
                return true;
            }

            if (!socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite))
            {
                return false;
            }

            await secure.ShutdownAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException
            or AuthenticationException or CryptographicException)
        {
            // The peer has gone or has broken TLS, or this side has aborted the connection.
        }

        return true;
    }
}
