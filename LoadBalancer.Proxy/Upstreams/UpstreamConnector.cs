using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using LoadBalancer.Cluster.Health;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Opens connections to servers. Thread-safe.</summary>
internal sealed class UpstreamConnector(ServerTls tls, IOptions<ConnectOptions> options, TimeProvider timeProvider)
{
    private static readonly List<SslApplicationProtocol> Http11 = [SslApplicationProtocol.Http11];

    /// <summary>Opens one, within the time that connecting may take.</summary>
    /// <returns>No connection if none comes about: refused, unknown, no TLS, not in time, or no longer wanted.</returns>
    public async ValueTask<DialResult> ConnectAsync(UpstreamAddress address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.ConnectTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(address.EndPoint, either.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (address.IsSecure)
            {
                var secure = new SslStream(stream);
                stream = secure;
                await secure.AuthenticateAsClientAsync(tls.OptionsFor(address.Host, Http11), either.Token);
            }

            return new(new UpstreamConnection(socket, stream, timeProvider.GetTimestamp()));
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
            socket.Dispose();
            return new(null, IsTimeout(exception) || (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested));
        }
    }

    private static bool IsTimeout(Exception exception) => exception is SocketException { SocketErrorCode: SocketError.TimedOut };
}
