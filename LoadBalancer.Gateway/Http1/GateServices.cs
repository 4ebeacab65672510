using LoadBalancer.Gateway.Relay;

namespace LoadBalancer.Gateway.Http1;

/// <summary>What the gates of all connections share.</summary>
internal sealed record GateServices(
    HeadLimits HeadLimits, TimeSpan IdleTimeout, TimeSpan HeadTimeout, RelayRules Rules, OwnAnswers OwnAnswers, TimeProvider TimeProvider, ILogger<RequestGate> Logger)
{
    /// <summary>Whether a request is relayed.</summary>
    public bool Relays(RequestHead head) => Rules.Takes(head);
}
