using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// The way into Kestrel's HTTP/2 for connections without TLS. On an endpoint that offers HTTP/1.1 too Kestrel takes each of them
/// for HTTP/1.1; so there is an endpoint for HTTP/2 alone, which nobody can connect to, and whose pipeline is taken from it.
/// </summary>
internal sealed class Http2Entry
{
    public static readonly EntryEndPoint EndPoint = new("http2-without-tls");

    private ConnectionDelegate? _http2;

    public void AddTo(KestrelServerOptions kestrel) => kestrel.Listen(EndPoint, endpoint =>
    {
        endpoint.Protocols = HttpProtocols.Http2;
        endpoint.Use(next => _http2 = next);
    });

    /// <summary>Serves a connection whose client speaks HTTP/2.</summary>
    public Task ServeAsync(ConnectionContext connection) => _http2!(connection);
}
