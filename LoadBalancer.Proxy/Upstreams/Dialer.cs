using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Opens connections to servers, for the relay, for the platform's HTTP client, and for probes. Thread-safe.</summary>
internal sealed class Dialer(AddressBook book, ServerTls tls, TimeProvider timeProvider)
{
    private readonly AddressRace _race = new(timeProvider);

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
            var (name, failure) = endPoint is DnsEndPoint { Host: var host } ? await book.FindAsync(host, either.Token) : default;
            if (!failure.IsNone)
            {
                return DialResult.Failed(failure);
            }

            step = (FailureCause.ConnectionTimeout, "no connection");
            var addresses = name?.Addresses ?? [new(((IPEndPoint)endPoint).Address)];
            var connected = await _race.ConnectAsync(addresses, PortOf(endPoint), either.Token);
            if (connected.Socket is not { } socket)
            {
                return DialResult.Failed(connected.Failure);
            }

            name?.Prefer(connected.Address);
            var plain = new DialResult(socket, new NetworkStream(socket, ownsSocket: true), connected.Address);
            if (secured is not { } protocol)
            {
                return plain;
            }

            step = (FailureCause.ConnectionTimeout, "no TLS handshake");
            return await SecureAsync(plain, HostOf(endPoint), protocol, either.Token);
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

    private async ValueTask<DialResult> SecureAsync(
        DialResult plain, string host, SslApplicationProtocol protocol, CancellationToken cancellationToken)
    {
        var check = new CertificateCheck(tls.ServerName ?? host, timeProvider);
        var secure = new SslStream(plain.Stream!);
        try
        {
            await secure.AuthenticateAsClientAsync(tls.OptionsFor(host, protocol, check), cancellationToken);
            if (protocol != SslApplicationProtocol.Http2 || secure.NegotiatedApplicationProtocol == protocol)
            {
                return plain with { Stream = secure };
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
