using LoadBalancer.Core.Failover;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The result of an exchange on one upstream connection.</summary>
/// <param name="Outcome">The outcome of the attempt, unless the result is stale.</param>
/// <param name="IsStale">
/// Whether the server closed the idle connection just as the request was sent. This is not a failure and does not end the attempt: the
/// request is sent on another connection.
/// </param>
internal readonly record struct ExchangeResult(AttemptOutcome Outcome, bool IsStale)
{
    public static readonly ExchangeResult Stale = new(AttemptOutcome.NoResponse, IsStale: true);

    public static implicit operator ExchangeResult(AttemptOutcome outcome) => new(outcome, IsStale: false);
}
