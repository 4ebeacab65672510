using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Proxy.Telemetry.Tail;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>Records attempts. Thread-safe.</summary>
internal sealed class AttemptRecorder(
    RequestCounters counters, RequestMetrics metrics, CutRequests cuts, RequestTail tail, TimeProvider timeProvider)
{
    /// <summary>Records the start of an attempt on the request's current server.</summary>
    public ServerCounter Begin(Attempts attempts)
    {
        var counter = counters.Of(attempts.Server.Id);
        counter.Begin(attempts.Count > 1, attempts.Current.Reason);
        metrics.Select(attempts);
        Follow(attempts, attempts.Server);
        return counter;
    }

    /// <summary>Records the start of an attempt on a second server while the first one is awaited.</summary>
    public ServerCounter BeginSecond(Attempts attempts, Server server, SelectionReason reason)
    {
        var counter = counters.Of(server.Id);
        counter.Begin(isRetry: true, reason);
        Follow(attempts, server);
        return counter;
    }

    /// <summary>Records that a second server was the first to respond.</summary>
    public void WinSecond() => metrics.Hedge(HedgeResult.Won);

    /// <summary>Records the end of an attempt on a second server whose response is not forwarded.</summary>
    /// <param name="counter">The counter that <see cref="BeginSecond"/> returned.</param>
    /// <param name="attempts">The placement of the request.</param>
    /// <param name="server">The server.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    /// <param name="failure">What went wrong; none if nothing did.</param>
    public void EndSecond(
        ServerCounter counter, Attempts attempts, Server server, AttemptOutcome outcome, int status, Failure failure)
    {
        EndTrail(attempts, server, outcome, status, failure);
        var isServersFault = RetryRules.IsServersFault(outcome);
        counter.End(isServersFault);
        metrics.Hedge(isServersFault ? HedgeResult.Failed : HedgeResult.Lost);
        if (isServersFault)
        {
            metrics.Fail(server, failure.Cause);
        }
    }

    /// <summary>Returns the failure of an attempt: it is the gateway's, not the client's, if the gateway cuts all requests.</summary>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="failure">What went wrong between the gateway and the server, if anything.</param>
    public Failure CauseOf(AttemptOutcome outcome, Failure failure) =>
        outcome == AttemptOutcome.ClientFailed && cuts.GatewayCuts ? CutRequests.AtGateway : failure;

    /// <summary>Records the end of an attempt on the request's current server.</summary>
    /// <param name="counter">The counter that <see cref="Begin"/> returned.</param>
    /// <param name="attempts">The placement of the request.</param>
    /// <param name="retry">The state of the request.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    /// <param name="failure">What went wrong; none if the server has responded, or if the client is the cause.</param>
    public void End(
        ServerCounter counter, Attempts attempts, RetryState retry, AttemptOutcome outcome, int status, Failure failure)
    {
        EndTrail(attempts, attempts.Server, outcome, status, failure);
        if (RetryRules.IsCut(outcome))
        {
            cuts.Add(retry.Server);
        }

        var isServersFault = RetryRules.IsServersFault(outcome);
        counter.End(isServersFault);
        if (isServersFault)
        {
            metrics.Fail(retry.Server, failure.Cause);
        }

        retry.Judge(outcome, status, failure);
    }

    private void Follow(Attempts attempts, Server server)
    {
        if (tail.IsWanted)
        {
            attempts.Follow(server, timeProvider.GetTimestamp());
        }
    }

    private void EndTrail(Attempts attempts, Server server, AttemptOutcome outcome, int status, Failure failure)
    {
        if (attempts.Trail is { Count: > 0 } trail)
        {
            trail.End(server, timeProvider.GetTimestamp(), outcome, status, failure);
        }
    }
}
