using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Listening;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Connections;

/// <summary>Services that the gates of all connections share.</summary>
internal sealed class GateServices(
    RelayRules rules, GateRejections rejections, IOptions<LimitsOptions> options,
    TimeProvider timeProvider, ILogger<RequestGate> logger)
{
    public HeadLimits HeadLimits { get; } = options.Value.ToHeadLimits();

    public TimeSpan IdleTimeout => options.Value.IdleTimeout;

    /// <summary>The time by which the idle timeout of a connection that is to be closed is shorter.</summary>
    public TimeSpan IdleCut => IdleTimeout > AnnouncedClose.LongestIdle ? IdleTimeout - AnnouncedClose.LongestIdle : TimeSpan.Zero;

    public TimeSpan HeadTimeout => options.Value.HeadTimeout;

    public GateRejections Rejections => rejections;

    public TimeProvider TimeProvider => timeProvider;

    public ILogger Logger => logger;

    /// <summary>Whether a request is relayed.</summary>
    public bool Relays(RequestHead head) => rules.Takes(head);

    /// <summary>Whether a request asks for an upgrade that is forwarded.</summary>
    public bool MayBecomeTunnel(RequestHead head) => rules.MayBecomeTunnel(head);
}
