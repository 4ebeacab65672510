using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// Provides Kestrel's HTTP/2 pipeline for connections without TLS. On an endpoint that also offers HTTP/1.1, Kestrel treats every
/// connection without TLS as HTTP/1.1; so this adds an endpoint for HTTP/2 only, which clients cannot connect to, and takes its pipeline.
/// </summary>
internal sealed class Http2Entry
{
    public static readonly EntryEndPoint EndPoint = new("http2-without-tls");

    private ConnectionDelegate? _http2;

    /// <summary>Adds the endpoint.</summary>
    /// <param name="kestrel">The server.</param>
    /// <param name="build">Adds what connections pass before Kestrel.</param>
    public void AddTo(KestrelServerOptions kestrel, Action<IConnectionBuilder> build) => kestrel.Listen(EndPoint, endpoint =>
    {
        endpoint.Protocols = HttpProtocols.Http2;
        endpoint.Use(next => _http2 = next);
        build(endpoint);
    });

    /// <summary>Serves a connection whose client uses HTTP/2.</summary>
    public Task ServeAsync(ConnectionContext connection) => _http2!(connection);
}
