using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Opens the connections of the platform's HTTP client to servers. That client takes the name to verify, and the pool of
/// connections, from the request's <c>Host</c>, which is the client's word: whoever chose it would choose who the server must be, and
/// could open connections without end. So TLS is opened here, below the client, by the server's own name.
/// </summary>
/// <remarks>
/// Over HTTP/2 the client must know that it speaks TLS, since the scheme is a field there. It does so itself then, and
/// <c>:authority</c> is the server's own name; what the client asked for is in <c>X-Forwarded-Host</c>.
/// </remarks>
internal sealed class HttpClientConnector(Dialer dialer, ServerTls tls, IOptions<UpstreamOptions> options)
{
    private static readonly HttpRequestOptionsKey<bool> IsSecure = new("server-tls");

    private readonly bool _isHttp2 = options.Value.ServerProtocol == ServerProtocol.Http2;

    /// <summary>Makes a client use this for its connections.</summary>
    public void ApplyTo(SocketsHttpHandler handler)
    {
        handler.SslOptions = tls.OptionsFor("");
        handler.ConnectCallback = ConnectAsync;
    }

    /// <summary>Prepares a request; its URL and its host are set.</summary>
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

    /// <summary>The same with the scheme http and its port written out, nothing else of it changed.</summary>
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
            // The client expects an exception, and adds what it knows.
            ExceptionDispatchInfo.Throw(dialed.Exception!);
        }

        return dialed.Stream;
    }
}
