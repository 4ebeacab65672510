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
    /// <summary>The present timestamp.</summary>
    public long Now => timeProvider.GetTimestamp();

    /// <summary>Records the start of an attempt on the request's current server.</summary>
    /// <param name="attempts">The placement of the request.</param>
    /// <param name="began">The timestamp of the start.</param>
    public CountedAttempt Begin(Attempts attempts, long began)
    {
        var counter = counters.Of(attempts.Server.Id);
        counter.Begin(attempts.Count > 1, attempts.Current.Reason);
        metrics.Select(attempts);
        Follow(attempts, attempts.Server, began);
        return new(counter, began);
    }

    /// <summary>Records the start of an attempt on a second server while the first one is awaited.</summary>
    public CountedAttempt BeginSecond(Attempts attempts, Server server, SelectionReason reason)
    {
        var counter = counters.Of(server.Id);
        var began = Now;
        counter.Begin(isRetry: true, reason);
        Follow(attempts, server, began);
        return new(counter, began);
    }

    /// <summary>Records that a second server was the first to respond.</summary>
    public void WinSecond() => metrics.Hedge(HedgeResult.Won);

    /// <summary>
    /// Records the end of an attempt on a second server whose response is not forwarded. How long it took is the server's latency only if
    /// it has failed: one that is not needed is ended early, however fast the server is.
    /// </summary>
    /// <param name="attempt">The attempt that <see cref="BeginSecond"/> returned.</param>
    /// <param name="ended">The timestamp of its end.</param>
    /// <param name="attempts">The placement of the request.</param>
    /// <param name="server">The server.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    /// <param name="failure">What went wrong; none if nothing did.</param>
    public void EndSecond(
        CountedAttempt attempt, long ended, Attempts attempts, Server server, AttemptOutcome outcome, int status, Failure failure)
    {
        EndTrail(attempts, server, ended, outcome, status, failure);
        var isServersFault = RetryRules.IsServersFault(outcome);
        attempt.Counter.End(isServersFault ? failure.Cause : null, isServersFault ? attempt.Began : null, ended);
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
    /// <param name="attempt">The attempt that <see cref="Begin"/> returned.</param>
    /// <param name="isTunnel">Whether the connection has switched protocols, so that its duration is not that of a request.</param>
    /// <param name="attempts">The placement of the request.</param>
    /// <param name="retry">The state of the request.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    /// <param name="failure">What went wrong; none if the server has responded, or if the client is the cause.</param>
    /// <returns>The timestamp of the end.</returns>
    public long End(
        CountedAttempt attempt,
        bool isTunnel,
        Attempts attempts,
        RetryState retry,
        AttemptOutcome outcome,
        int status,
        Failure failure)
    {
        var ended = Now;
        EndTrail(attempts, attempts.Server, ended, outcome, status, failure);
        if (RetryRules.IsCut(outcome))
        {
            cuts.Add(retry.Server);
        }

        var isServersFault = RetryRules.IsServersFault(outcome);
        attempt.Counter.End(isServersFault ? failure.Cause : null, isTunnel ? null : attempt.Began, ended);
        if (isServersFault)
        {
            metrics.Fail(retry.Server, failure.Cause);
        }

        retry.Judge(outcome, status, failure);
        return ended;
    }

    /// <summary>Records the end of a request after its last attempt.</summary>
    /// <param name="last">Its last attempt.</param>
    /// <param name="began">
    /// The timestamp of its first attempt; <see langword="null"/> if its duration is not that of a request.
    /// </param>
    /// <param name="ended">The timestamp at which its last attempt ended.</param>
    public void EndRequest(CountedAttempt last, long? began, long ended)
    {
        last.Counter.CountRequest(ended);
        if (began is { } since)
        {
            counters.Latency.Record(since, ended);
        }
    }

    private void Follow(Attempts attempts, Server server, long began)
    {
        if (tail.IsWanted)
        {
            attempts.Follow(server, began);
        }
    }

    private static void EndTrail(
        Attempts attempts, Server server, long ended, AttemptOutcome outcome, int status, Failure failure)
    {
        if (attempts.Trail is { Count: > 0 } trail)
        {
            trail.End(server, ended, outcome, status, failure);
        }
    }
}
