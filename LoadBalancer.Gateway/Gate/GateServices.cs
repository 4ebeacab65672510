using LoadBalancer.Gateway.Limits;
using LoadBalancer.Gateway.Relay;
using LoadBalancer.Gateway.Responses;
using LoadBalancer.Gateway.Statistics;
using LoadBalancer.Http.Messages;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Gate;

/// <summary>What the gates of all connections share.</summary>
internal sealed class GateServices(
    RelayRules rules, OwnAnswers ownAnswers, Refusals refusals, RequestCounters counters, IOptions<LimitsOptions> options,
    TimeProvider timeProvider, ILogger<RequestGate> logger)
{
    public HeadLimits HeadLimits { get; } = options.Value.ToHeadLimits();

    public TimeSpan IdleTimeout => options.Value.IdleTimeout;

    public TimeSpan HeadTimeout => options.Value.HeadTimeout;

    public OwnAnswers OwnAnswers => ownAnswers;

    public Refusals Refusals => refusals;

    public RequestCounters Counters => counters;

    public TimeProvider TimeProvider => timeProvider;

    public ILogger Logger => logger;

    /// <summary>Whether a request is relayed.</summary>
    public bool Relays(RequestHead head) => rules.Takes(head);
}
