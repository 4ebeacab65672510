using System.Text;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// The client that servers are reached with: YARP's, with the gateway's own limit on connecting, and sending nothing twice that must not
/// be.
/// </summary>
internal sealed class UpstreamHttpClientFactory(
    IOptions<ConnectOptions> options, HttpClientConnector connector) : ForwarderHttpClientFactory
{
    // A connection that HTTP/2 shares among many requests must be found dead without the failure of each of them. More often would offend
    // gRPC servers.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        connector.ApplyTo(handler);
        handler.ActivityHeadersPropagator = handler.ActivityHeadersPropagator is { } propagator ? new TracePropagator(propagator) : null;
        handler.ConnectTimeout = options.Value.ConnectTimeout;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = PingDelay;
        handler.KeepAlivePingTimeout = PingTimeout;
        handler.RequestHeaderEncodingSelector = Departure.OnHeaderWritten;
        handler.ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new SendOnceHandler(new FramingHandler(handler));
}
