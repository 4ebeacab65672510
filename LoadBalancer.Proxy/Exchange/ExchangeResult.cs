using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Proxy.Draining;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The result of an attempt, or of an exchange on one upstream connection.</summary>
/// <param name="Outcome">The outcome of the attempt, unless the result is stale.</param>
/// <param name="Failure">What went wrong between the gateway and the server; none if the client is the cause.</param>
/// <param name="IsStale">
/// Whether the server closed the idle connection just as the request was sent. This is not a failure and does not end the attempt: the
/// request is sent on another connection.
/// </param>
internal readonly record struct ExchangeResult(AttemptOutcome Outcome, Failure Failure, bool IsStale = false)
{
    public static readonly ExchangeResult Stale = new(AttemptOutcome.NoResponse, FailureCause.ConnectionTerminated, IsStale: true);

    /// <summary>The server's response was forwarded.</summary>
    public static readonly ExchangeResult Responded = new(AttemptOutcome.Responded, FailureCause.None);

    /// <summary>Another server was the first to respond.</summary>
    public static readonly ExchangeResult Overtaken = new(AttemptOutcome.Overtaken, FailureCause.None);

    /// <summary>The server's time to drain was over before the response began.</summary>
    public static readonly ExchangeResult LeftBeforeResponse = new(AttemptOutcome.LeftBeforeResponse, CutRequests.AtServer);

    /// <summary>The server's time to drain was over within the response.</summary>
    public static readonly ExchangeResult LeftWithinResponse = new(AttemptOutcome.LeftWithinResponse, CutRequests.AtServer);

    /// <summary>The client has failed, not the server.</summary>
    public static readonly ExchangeResult ClientFailed = new(AttemptOutcome.ClientFailed, FailureCause.None);
}
