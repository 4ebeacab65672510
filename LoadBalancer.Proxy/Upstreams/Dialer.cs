using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Opens connections to servers, for the relay, for the platform's HTTP client, and for probes. Thread-safe.</summary>
internal sealed class Dialer(INameResolver resolver, ServerTls tls, TimeProvider timeProvider)
{
    /// <summary>Opens a connection. Does not throw for failures of a server or a network.</summary>
    /// <param name="endPoint">The endpoint: an address, or a name and a port.</param>
    /// <param name="secured">The protocol to agree on over TLS; <see langword="null"/> for a connection without TLS.</param>
    /// <param name="limit">How long resolving, connecting, and the TLS handshake may take together.</param>
    /// <param name="cancellationToken">A token that cancels the operation.</param>
    public async ValueTask<DialResult> DialAsync(
        EndPoint endPoint, SslApplicationProtocol? secured, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var step = (Cause: FailureCause.DnsTimeout, Missing: "no address");
        try
        {
            var (addresses, failure) = await AddressesOf(endPoint, either.Token);
            if (!failure.IsNone)
            {
                return DialResult.Failed(failure);
            }

            step = (FailureCause.ConnectionTimeout, "no connection");
            var connected = await ConnectAsync(addresses, PortOf(endPoint), either.Token);
            if (connected.Stream is null || secured is not { } protocol)
            {
                return connected;
            }

            step = (FailureCause.ConnectionTimeout, "no TLS handshake");
            return await SecureAsync(connected, HostOf(endPoint), protocol, either.Token);
        }
        catch (OperationCanceledException exception)
        {
            return cancellationToken.IsCancellationRequested
                ? DialResult.Canceled
                : DialResult.Failed(DialFailures.OfTimeout(step.Cause, step.Missing, limit, exception));
        }
    }

    private static string HostOf(EndPoint endPoint) =>
        endPoint is DnsEndPoint name ? name.Host : ((IPEndPoint)endPoint).Address.ToString();

    private static int PortOf(EndPoint endPoint) => endPoint is DnsEndPoint name ? name.Port : ((IPEndPoint)endPoint).Port;

    private async ValueTask<(IPAddress[] Addresses, Failure Failure)> AddressesOf(EndPoint endPoint, CancellationToken cancellationToken)
    {
        if (endPoint is IPEndPoint { Address: var address })
        {
            return ([address], Failure: default);
        }

        var name = ((DnsEndPoint)endPoint).Host;
        try
        {
            var addresses = await resolver.ResolveAsync(name, cancellationToken);
            return (addresses, addresses.Length > 0 ? default : DialFailures.OfName(name, exception: null));
        }
        catch (SocketException exception)
        {
            return ([], DialFailures.OfName(name, exception));
        }
    }

    private static async ValueTask<DialResult> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new(socket, new NetworkStream(socket, ownsSocket: true));
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            return DialResult.Failed(DialFailures.OfConnect(exception));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<DialResult> SecureAsync(
        DialResult connected, string host, SslApplicationProtocol protocol, CancellationToken cancellationToken)
    {
        var check = new CertificateCheck(tls.ServerName ?? host, timeProvider);
        var secure = new SslStream(connected.Stream!);
        try
        {
            await secure.AuthenticateAsClientAsync(tls.OptionsFor(host, protocol, check), cancellationToken);
            if (protocol != SslApplicationProtocol.Http2 || secure.NegotiatedApplicationProtocol == protocol)
            {
                return new(connected.Socket, secure);
            }

            await secure.DisposeAsync();
            return DialResult.Failed(new(FailureCause.TlsProtocolError, "the server does not offer HTTP/2"));
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or SocketException)
        {
            await secure.DisposeAsync();
            return DialResult.Failed(check.Problem is { } problem
                ? new(FailureCause.TlsCertificateError, problem, exception)
                : TlsFailures.Of(exception));
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
