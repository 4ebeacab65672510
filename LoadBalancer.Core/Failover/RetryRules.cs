using System.Collections.Immutable;

namespace LoadBalancer.Core.Failover;

/// <summary>
/// Decides whether a request may be sent to another server. A request that is not idempotent is never sent again once
/// a byte of it may have reached a server that did not refuse it (RFC 9110 §9.2.2). Immutable, thread-safe.
/// </summary>
/// <param name="maxTries">How many servers a request may be sent to; 1 for no retries.</param>
/// <param name="statuses">The statuses after which another server is asked.</param>
public sealed class RetryRules(int maxTries, ImmutableArray<int> statuses)
{
    /// <summary>Whether any request may be sent twice.</summary>
    public bool Allowed => maxTries > 1;

    /// <summary>Whether another server is asked after a response with this status. O(statuses); allocates nothing.</summary>
    public bool IsUnwanted(int status) => statuses.AsSpan().Contains(status);

    /// <summary>Whether the request may be sent to a server that did not have it yet. O(1); allocates nothing.</summary>
    public bool MayRepeat(AttemptedRequest request, AttemptOutcome outcome) =>
        request.Tries < maxTries && request.IsWhole && outcome switch
        {
            AttemptOutcome.NotReached or AttemptOutcome.ConnectTimedOut => request.IsIdempotent || !request.HasDeparted,
            AttemptOutcome.NotProcessed => true,
            AttemptOutcome.NoResponse or AttemptOutcome.TimedOut or AttemptOutcome.Unwanted =>
                request is { IsIdempotent: true, IsUpgrade: false },

            // One other server may do better; when two answer so, it is the request that they cannot answer.
            AttemptOutcome.Malformed => request is { IsIdempotent: true, IsUpgrade: false, WasMalformed: false },
            _ => false,
        };

    /// <summary>Whether an outcome is the server's failure.</summary>
    public static bool IsServersFault(AttemptOutcome outcome) => outcome is not (AttemptOutcome.Responded or AttemptOutcome.ClientFailed);

    /// <summary>
    /// Whether a failure may be the request's doing, so that whoever runs it fails: see <see cref="SuspectServers{T}"/>. That no connection
    /// comes about is the server's.
    /// </summary>
    public static bool MayBeTheRequests(AttemptOutcome outcome) => outcome
        is AttemptOutcome.NoResponse or AttemptOutcome.TimedOut or AttemptOutcome.Unwanted
        or AttemptOutcome.Malformed or AttemptOutcome.MalformedContent or AttemptOutcome.BrokenOff;

    /// <summary>
    /// Whether such a failure is held until another server has answered the request. One after a well-formed head is not: that another
    /// server's head is well-formed too proves nothing.
    /// </summary>
    public static bool IsHeld(AttemptOutcome outcome) =>
        MayBeTheRequests(outcome) && outcome is not (AttemptOutcome.MalformedContent or AttemptOutcome.BrokenOff);

    /// <summary>
    /// Whether a repetition may come on top of the work that the request was to the server which failed it: not where no
    /// server has worked on it, nor where the connection broke or the response is malformed, which ends that work. Only such repetitions
    /// count against <see cref="RetryBudget"/>, so that the death of a server with any part of the requests in flight fails none of them.
    /// </summary>
    public static bool AddsLoad(AttemptOutcome outcome) =>
        outcome is not (AttemptOutcome.NotReached
            or AttemptOutcome.ConnectTimedOut
            or AttemptOutcome.NotProcessed
            or AttemptOutcome.NoResponse
            or AttemptOutcome.Malformed);
}
