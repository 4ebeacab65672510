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

    /// <summary>Whether another server is asked after an answer with this status. O(statuses); allocates nothing.</summary>
    public bool IsUnwanted(int status) => statuses.AsSpan().Contains(status);

    /// <summary>Whether the request may be sent to a server that did not have it yet. O(1); allocates nothing.</summary>
    public bool MayRepeat(TriedRequest request, TryOutcome outcome) =>
        request.Tries < maxTries && request.IsWhole && outcome switch
        {
            TryOutcome.NotReached or TryOutcome.ConnectTimedOut => request.IsIdempotent || !request.HasDeparted,
            TryOutcome.NotProcessed => true,
            TryOutcome.NoAnswer or TryOutcome.TimedOut or TryOutcome.Unwanted => request is { IsIdempotent: true, IsUpgrade: false },

            // One other server may do better; when two answer so, it is the request that they cannot answer.
            TryOutcome.Malformed => request is { IsIdempotent: true, IsUpgrade: false, WasMalformed: false },
            _ => false,
        };

    /// <summary>Whether an outcome is the server's failure.</summary>
    public static bool IsServersFault(TryOutcome outcome) => outcome is not (TryOutcome.Answered or TryOutcome.ClientFailed);

    /// <summary>
    /// Whether a failure may be the request's doing, so that whoever runs it fails: see <see cref="SuspectServers{T}"/>. That no connection
    /// comes about is the server's.
    /// </summary>
    public static bool MayBeTheRequests(TryOutcome outcome) => outcome
        is TryOutcome.NoAnswer or TryOutcome.TimedOut or TryOutcome.Unwanted
        or TryOutcome.Malformed or TryOutcome.MalformedContent or TryOutcome.BrokenOff;

    /// <summary>
    /// Whether such a failure is held until another server has answered the request. One after a well-formed head is not: that another
    /// server's head is well-formed too proves nothing.
    /// </summary>
    public static bool IsHeld(TryOutcome outcome) =>
        MayBeTheRequests(outcome) && outcome is not (TryOutcome.MalformedContent or TryOutcome.BrokenOff);

    /// <summary>
    /// Whether a repetition may come on top of the work that the request was to the server which failed it: not where no
    /// server has worked on it, nor where the connection broke or the response is malformed, which ends that work. Only such repetitions
    /// count against <see cref="RetryBudget"/>, so that the death of a server with any part of the requests in flight fails none of them.
    /// </summary>
    public static bool AddsLoad(TryOutcome outcome) =>
        outcome is not (TryOutcome.NotReached or TryOutcome.ConnectTimedOut or TryOutcome.NotProcessed or TryOutcome.NoAnswer or TryOutcome.Malformed);
}
