using System.Diagnostics;
using System.Net;
using System.Text;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Creates the HTTP client through which YARP sends requests to all servers: without features that change requests or responses, and
/// without repeating requests that must not be repeated.
/// </summary>
internal sealed class UpstreamHttpClientFactory(
    IOptions<ConnectOptions> connect, IOptions<UpstreamOptions> upstream, HttpClientConnector connector) : IForwarderHttpClientFactory
{
    // Detects a dead HTTP/2 connection, which many requests share, without a failure of each request. gRPC servers reject more frequent
    // pings.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Returns the client of the only cluster, whose configuration never changes.</summary>
    public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) =>
        context.OldClient ?? new(new SendOnceHandler(new FramingHandler(
            connector.CreateHandler(CreateHandler, connect.Value.ConnectTimeout))));

    private SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new TracePropagator(new ReverseProxyPropagator(DistributedContextPropagator.Current)),
        PooledConnectionIdleTimeout = upstream.Value.ServerIdleTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = PingTimeout,
        RequestHeaderEncodingSelector = Departure.OnHeaderWritten,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    };
}
