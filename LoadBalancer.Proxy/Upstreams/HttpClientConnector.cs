using System.Net;
using System.Net.Security;
using LoadBalancer.Proxy.Limits;
using Microsoft.Extensions.Options;

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
internal sealed class HttpClientConnector(Dialer dialer, AddressBook book, ServerTls tls, IOptions<LimitsOptions> limits)
{
    private const int Kibibyte = 1_024;

    private static readonly HttpRequestOptionsKey<ConnectionUse> Use = new(nameof(ConnectionUse));

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Returns an HTTP client for all servers that uses this connector.</summary>
    /// <param name="create">
    /// Creates a handler with all settings but those for connecting and the size of heads. Called several times.
    /// </param>
    /// <param name="limit">How long opening a connection may take.</param>
    public HttpMessageHandler CreateHandler(Func<SocketsHttpHandler> create, TimeSpan limit) =>
        new UpgradeHandler(
            new SecuritySeparatingHandler(CreateNamed(create, limit), CreateNamed(create, limit)),
            use => CreateSingle(create(), limit, use));

    /// <summary>Whether a request, which was prepared, is sent over TLS.</summary>
    public static bool IsSecure(HttpRequestMessage request) => UseOf(request) is { IsSecure: true };

    /// <summary>Returns what is known about the connection of a request; <see langword="null"/> if the request was not prepared.</summary>
    public static ConnectionUse? UseOf(HttpRequestMessage request) => request.Options.TryGetValue(Use, out var use) ? use : null;

    /// <summary>Prepares a request whose URL, host, and version are set.</summary>
    /// <returns>What will be known about its connection.</returns>
    public ConnectionUse Prepare(HttpRequestMessage request)
    {
        var use = new ConnectionUse(request.RequestUri!.Scheme == Uri.UriSchemeHttps, request.Version >= HttpVersion.Version20);
        request.Options.Set(Use, use);
        if (use.IsSecure)
        {
            AddressSecurely(request, request.RequestUri, use.IsHttp2);
        }

        return use;
    }

    private NamedServersHandler CreateNamed(Func<SocketsHttpHandler> create, TimeSpan limit) =>
        new(
            connected => Connecting(create(), async (context, cancellationToken) =>
            {
                var dialed = await DialAsync(context, limit, cancellationToken);
                connected(dialed.Address!);
                return dialed.Stream!;
            }),
            book);

    /// <summary>Returns an HTTP client for one request that may open a tunnel.</summary>
    private SocketsHttpHandler CreateSingle(SocketsHttpHandler handler, TimeSpan limit, ConnectionUse use) =>
        Connecting(handler, async (context, cancellationToken) =>
        {
            var dialed = await DialAsync(context, limit, cancellationToken);
            return use.Upgraded = new(dialed.Stream!, dialed.Socket, dialed.Stream as SslStream);
        });

    private SocketsHttpHandler Connecting(
        SocketsHttpHandler handler, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect)
    {
        // The dialer ends in time by itself, and reports which step took too long.
        handler.ConnectTimeout = Timeout.InfiniteTimeSpan;
        handler.MaxResponseHeadersLength = (limits.Value.ResponseHeadBytes + Kibibyte - 1) / Kibibyte;
        handler.ConnectCallback = connect;
        return handler;
    }

    private void AddressSecurely(HttpRequestMessage request, Uri url, bool isHttp2)
    {
        if (isHttp2)
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

    private async ValueTask<DialResult> DialAsync(
        SocketsHttpConnectionContext context, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (name, request) = (context.DnsEndPoint, context.InitialRequestMessage);
        EndPoint endPoint = IPAddress.TryParse(name.Host, out var address) ? new IPEndPoint(address, name.Port) : name;
        request.Options.TryGetValue(Use, out var use);
        var ending = use!.BeginDial();
        var dialed = DialResult.Canceled;
        try
        {
            dialed = await dialer.DialAsync(endPoint, use.Secured, limit, cancellationToken);
        }
        finally
        {
            ending.SetResult(dialed.Failure);
        }

        if (dialed.Stream is not null)
        {
            return dialed;
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new DialException(dialed.Failure);
    }
}
