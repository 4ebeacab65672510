using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Opens connections to servers, for the relay, for the platform's HTTP client, and for probes. Thread-safe.</summary>
internal sealed class Dialer(ServerTls tls)
{
    private static readonly List<SslApplicationProtocol> Http11 = [SslApplicationProtocol.Http11];

    /// <summary>Opens a connection. Does not throw for failures of a server or a network.</summary>
    /// <param name="endPoint">The endpoint: an address, or a name and a port.</param>
    /// <param name="tlsHost">
    /// The host of the server's URL if the connection uses TLS for HTTP/1.1; otherwise <see langword="null"/>.
    /// </param>
    /// <param name="cancellationToken">A token that cancels the operation.</param>
    public async ValueTask<DialResult> DialAsync(EndPoint endPoint, string? tlsHost, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (tlsHost is not null)
            {
                var secure = new SslStream(stream);
                stream = secure;
                await secure.AuthenticateAsClientAsync(tls.OptionsFor(tlsHost, Http11), cancellationToken);
            }

            return new(socket, stream);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
            socket.Dispose();
            return new(Socket: null, Stream: null, CauseOf(exception, isInHandshake: stream is not null), exception);
        }
    }

    private static DialFailure CauseOf(Exception exception, bool isInHandshake) => exception switch
    {
        OperationCanceledException => DialFailure.Cancelled,
        _ when isInHandshake => DialFailure.TlsError,
        SocketException socket => CauseOf(socket.SocketErrorCode),
        _ => DialFailure.Unreachable,
    };

    private static DialFailure CauseOf(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => DialFailure.DnsError,
        SocketError.ConnectionRefused => DialFailure.ConnectionRefused,
        SocketError.TimedOut => DialFailure.ConnectionTimeout,
        _ => DialFailure.Unreachable,
    };

    private static bool IsExpected(Exception exception) =>
        exception is SocketException or IOException or AuthenticationException or OperationCanceledException;
}
