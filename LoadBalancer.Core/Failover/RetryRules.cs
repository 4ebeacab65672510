using System.Collections.Immutable;

namespace LoadBalancer.Core.Failover;

/// <summary>
/// Decides whether a request may be sent to another server. A request that is not idempotent is never sent again after a byte of it may
/// have reached a server that did not refuse it (RFC 9110 §9.2.2). Immutable, thread-safe.
/// </summary>
/// <param name="maxAttempts">The maximum number of servers that a request may be sent to; 1 for no retries.</param>
/// <param name="statuses">The statuses after which another server is attempted.</param>
public sealed class RetryRules(int maxAttempts, ImmutableArray<int> statuses)
{
    /// <summary>Whether any request may be sent twice.</summary>
    public bool Allowed => maxAttempts > 1;

    /// <summary>Whether another server is attempted after a response with this status. O(statuses); does not allocate.</summary>
    public bool IsUnwanted(int status) => statuses.AsSpan().Contains(status);

    /// <summary>Whether the request may be sent to a server that has not received it yet. O(1); does not allocate.</summary>
    public bool MayRepeat(AttemptedRequest request, AttemptOutcome outcome) =>
        request.Attempts < maxAttempts && request.IsWhole && outcome switch
        {
            AttemptOutcome.NotReached or AttemptOutcome.ConnectTimedOut => request.IsIdempotent || !request.HasDeparted,
            AttemptOutcome.NotProcessed => true,
            AttemptOutcome.NoResponse or AttemptOutcome.TimedOut or AttemptOutcome.Unwanted or AttemptOutcome.LeftBeforeResponse =>
                request is { IsIdempotent: true, IsUpgrade: false },

            // Another server may succeed; if two respond this way, the request itself is the cause.
            AttemptOutcome.Malformed => request is { IsIdempotent: true, IsUpgrade: false, WasMalformed: false },
            _ => false,
        };

    /// <summary>
    /// Whether an outcome counts as a failed attempt in the server's statistics and metrics. Its health is another matter: a response whose
    /// head is too large counts here, but the server is not to blame for it.
    /// </summary>
    public static bool IsServersFault(AttemptOutcome outcome) =>
        outcome is not (AttemptOutcome.Responded
            or AttemptOutcome.Overtaken
            or AttemptOutcome.ClientFailed
            or AttemptOutcome.IdleClosed)
        && !IsCut(outcome);

    /// <summary>Whether the request was cut because the server's time to drain was over.</summary>
    public static bool IsCut(AttemptOutcome outcome) =>
        outcome is AttemptOutcome.LeftBeforeResponse or AttemptOutcome.LeftWithinResponse;

    /// <summary>
    /// Whether a failure may be caused by the request, so that every server fails it: see <see cref="SuspectServers{T}"/>. A failure to
    /// connect is always the server's.
    /// </summary>
    public static bool MayBeTheRequests(AttemptOutcome outcome) => outcome
        is AttemptOutcome.NoResponse or AttemptOutcome.TimedOut or AttemptOutcome.Unwanted
        or AttemptOutcome.Malformed or AttemptOutcome.MalformedContent or AttemptOutcome.BrokenOff;

    /// <summary>
    /// Whether such a failure is held until another server has responded to the request. A failure after a well-formed head is not held,
    /// since a well-formed head from another server proves nothing.
    /// </summary>
    public static bool IsHeld(AttemptOutcome outcome) =>
        MayBeTheRequests(outcome) && outcome is not (AttemptOutcome.MalformedContent or AttemptOutcome.BrokenOff);

    /// <summary>
    /// Whether a retry may add to the work that the request causes on the failed server. It does not if no server has worked on the
    /// request, or if the connection broke or was cut, or the response is malformed, which ends that work. Only retries that add load count
    /// against <see cref="RetryBudget"/>, so that no request fails for lack of budget when a server with any share of the requests in
    /// flight dies.
    /// </summary>
    public static bool AddsLoad(AttemptOutcome outcome) =>
        outcome is not (AttemptOutcome.NotReached
            or AttemptOutcome.ConnectTimedOut
            or AttemptOutcome.NotProcessed
            or AttemptOutcome.NoResponse
            or AttemptOutcome.LeftBeforeResponse
            or AttemptOutcome.Malformed);
}
