using LoadBalancer.Cluster.Recording;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Connections;

/// <summary>Services that the gates of all connections share.</summary>
internal sealed class GateServices(
    RelayRules rules, LocalResponses localResponses, Rejections rejections, RequestCounters counters, IOptions<LimitsOptions> options,
    TimeProvider timeProvider, ILogger<RequestGate> logger)
{
    public HeadLimits HeadLimits { get; } = options.Value.ToHeadLimits();

    public TimeSpan IdleTimeout => options.Value.IdleTimeout;

    public TimeSpan HeadTimeout => options.Value.HeadTimeout;

    public LocalResponses LocalResponses => localResponses;

    public Rejections Rejections => rejections;

    public RequestCounters Counters => counters;

    public TimeProvider TimeProvider => timeProvider;

    public ILogger Logger => logger;

    /// <summary>Whether a request is relayed.</summary>
    public bool Relays(RequestHead head) => rules.Takes(head);
}
