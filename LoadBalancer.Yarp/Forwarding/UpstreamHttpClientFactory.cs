using System.Text;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Creates the HTTP client for servers: YARP's, with the gateway's connect timeout, and without repeating requests that must not be
/// repeated.
/// </summary>
internal sealed class UpstreamHttpClientFactory(
    IOptions<ConnectOptions> options, IOptions<LimitsOptions> limits, HttpClientConnector connector) : ForwarderHttpClientFactory
{
    private const int Kibibyte = 1024;

    // Detects a dead HTTP/2 connection, which many requests share, without a failure of each request. gRPC servers reject more frequent
    // pings.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        connector.ApplyTo(handler, options.Value.ConnectTimeout);
        handler.ActivityHeadersPropagator = handler.ActivityHeadersPropagator is { } propagator ? new TracePropagator(propagator) : null;
        handler.MaxResponseHeadersLength = (limits.Value.ResponseHeadBytes + Kibibyte - 1) / Kibibyte;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = PingDelay;
        handler.KeepAlivePingTimeout = PingTimeout;
        handler.RequestHeaderEncodingSelector = Departure.OnHeaderWritten;
        handler.ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new SendOnceHandler(new FramingHandler(handler));
}
