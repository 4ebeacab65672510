using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Opens connections to servers for the platform's HTTP client. The HTTP client takes the name to verify, and the connection pool to use,
/// from the request's <c>Host</c>, which the gateway's client controls: it could choose the identity that is accepted for the server, and
/// open any number of connections. Therefore TLS is opened here, below the HTTP client, with the server's own name.
/// </summary>
/// <remarks>
/// For HTTP/2 the HTTP client must know that the connection uses TLS, since the scheme is a pseudo-header. In that case it opens TLS
/// itself, and <c>:authority</c> is the server's own name; the original host is in <c>X-Forwarded-Host</c>.
/// </remarks>
internal sealed class HttpClientConnector(Dialer dialer, ServerTls tls, IOptions<UpstreamOptions> options)
{
    private static readonly HttpRequestOptionsKey<bool> IsSecure = new("server-tls");

    private readonly bool _isHttp2 = options.Value.ServerProtocol == ServerProtocol.Http2;

    /// <summary>Makes an HTTP client use this connector.</summary>
    public void ApplyTo(SocketsHttpHandler handler)
    {
        handler.SslOptions = tls.OptionsFor("");
        handler.ConnectCallback = ConnectAsync;
    }

    /// <summary>Prepares a request whose URL and host are set.</summary>
    public void Prepare(HttpRequestMessage request)
    {
        if (request.RequestUri is not { Scheme: "https" } url)
        {
            return;
        }

        if (_isHttp2)
        {
            request.Headers.Host = tls.ServerName;
        }
        else
        {
            request.Headers.Host ??= url.Authority;
            request.Options.Set(IsSecure, true);
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

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var isTls = context.InitialRequestMessage.Options.TryGetValue(IsSecure, out var isSecure) && isSecure;
        var dialed = await dialer.DialAsync(context.DnsEndPoint, isTls ? context.DnsEndPoint.Host : null, cancellationToken);
        if (dialed.Stream is null)
        {
            // The HTTP client expects an exception, and adds its own context.
            ExceptionDispatchInfo.Throw(dialed.Exception!);
        }

        return dialed.Stream;
    }
}
