using LoadBalancer.Core.Failover;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>How an exchange on one connection of a server ended.</summary>
/// <param name="Outcome">How the attempt ended, unless it is stale.</param>
/// <param name="IsStale">
/// Whether the server had closed the connection while it was idle, just when the request came. That is nobody's failure and no end of the
/// attempt: the request goes on another connection.
/// </param>
internal readonly record struct ExchangeResult(AttemptOutcome Outcome, bool IsStale)
{
    public static readonly ExchangeResult Stale = new(AttemptOutcome.NoResponse, IsStale: true);

    public static implicit operator ExchangeResult(AttemptOutcome outcome) => new(outcome, IsStale: false);
}
