using System.Net;
using System.Net.Security;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Opens connections to servers for the platform's HTTP client. The HTTP client takes the name to verify, and the connection pool to use,
/// from the request's <c>Host</c>, which the gateway's client controls: it could choose the identity that is accepted for the server, and
/// open any number of connections. Therefore TLS is opened here, below the HTTP client, with the server's own name.
/// </summary>
/// <remarks>
/// For HTTP/2 the HTTP client must know that the connection uses TLS, since the scheme is a pseudo-header. In that case the URL keeps its
/// scheme, and <c>:authority</c> is the server's own name; the original host is in <c>X-Forwarded-Host</c>. The HTTP client uses a
/// connection that already has TLS as it is.
/// </remarks>
internal sealed class HttpClientConnector(Dialer dialer, ServerTls tls)
{
    private static readonly HttpRequestOptionsKey<bool> IsSecure = new("server-tls");

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Makes an HTTP client use this connector.</summary>
    /// <param name="handler">The HTTP client.</param>
    /// <param name="limit">How long opening a connection may take.</param>
    public void ApplyTo(SocketsHttpHandler handler, TimeSpan limit)
    {
        // The dialer ends in time by itself, and reports which step took too long.
        handler.ConnectTimeout = Timeout.InfiniteTimeSpan;
        handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, limit, cancellationToken);
    }

    /// <summary>Prepares a request whose URL, host, and version are set.</summary>
    public void Prepare(HttpRequestMessage request)
    {
        if (request.RequestUri is not { Scheme: "https" } url)
        {
            return;
        }

        request.Options.Set(IsSecure, true);
        if (request.Version >= HttpVersion.Version20)
        {
            request.Headers.Host = tls.ServerName;
        }
        else
        {
            request.Headers.Host ??= url.Authority;
            request.RequestUri = AsPlain(url);
        }
    }

    /// <summary>Returns the URL with the scheme http and an explicit port, otherwise unchanged.</summary>
    private static Uri AsPlain(Uri url)
    {
        var written = url.OriginalString;
        var start = "https://".Length;
        var end = written.AsSpan(start).IndexOfAny('/', '?') is >= 0 and var index ? start + index : written.Length;
        var authority = written[start..end];
        var hasPort = !url.IsDefaultPort || authority.EndsWith(":443", StringComparison.Ordinal);
        return new($"http://{(hasPort ? authority : $"{authority.TrimEnd(':')}:443")}{written[end..]}", AsWritten);
    }

    private static SslApplicationProtocol ProtocolOf(HttpRequestMessage request) =>
        request.Version >= HttpVersion.Version20 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11;

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (name, request) = (context.DnsEndPoint, context.InitialRequestMessage);
        EndPoint endPoint = IPAddress.TryParse(name.Host, out var address) ? new IPEndPoint(address, name.Port) : name;
        SslApplicationProtocol? secured = request.Options.TryGetValue(IsSecure, out var isSecure) && isSecure ? ProtocolOf(request) : null;
        var dialed = await dialer.DialAsync(endPoint, secured, limit, cancellationToken);
        if (dialed.Stream is { } stream)
        {
            return stream;
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new DialException(dialed.Failure);
    }
}
