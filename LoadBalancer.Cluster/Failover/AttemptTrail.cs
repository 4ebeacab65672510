using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// The attempts of one request with their times, kept only while somebody looks at requests. Of more than <see cref="Most"/> it keeps the
/// first ones and the last one. A request attempts a server at most once. May be reused for one request after the other, without
/// allocation; used by one thread at a time.
/// </summary>
internal sealed class AttemptTrail
{
    /// <summary>The number of attempts that are kept.</summary>
    public const int Most = 4;

    private readonly AttemptMark[] _marks = new AttemptMark[Most];
    private int _kept;

    /// <summary>The number of attempts, including those that are not kept.</summary>
    public int Count { get; private set; }

    /// <summary>The attempts that are kept, in the order in which they began.</summary>
    public ReadOnlySpan<AttemptMark> Marks => _marks.AsSpan(0, _kept);

    /// <summary>Begins a request.</summary>
    public void Clear()
    {
        _marks.AsSpan(0, _kept).Clear();
        _kept = Count = 0;
    }

    /// <summary>Records the start of an attempt.</summary>
    /// <param name="server">The server.</param>
    /// <param name="now">The present timestamp.</param>
    public void Begin(Server server, long now)
    {
        Count++;
        _kept = Math.Min(Count, Most);
        _marks[_kept - 1] = new(server, now);
    }

    /// <summary>Records the end of an attempt; without effect if it is not kept.</summary>
    /// <param name="server">The server.</param>
    /// <param name="now">The present timestamp.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    /// <param name="failure">What went wrong; none if nothing did.</param>
    public void End(Server server, long now, AttemptOutcome outcome, int status, Failure failure)
    {
        foreach (ref var mark in _marks.AsSpan(0, _kept))
        {
            if (ReferenceEquals(mark.Server, server))
            {
                mark = mark with
                {
                    Ended = now,
                    Outcome = outcome,
                    Status = HasStatus(outcome) ? status : 0,
                    Failure = failure,
                };
            }
        }
    }

    /// <summary>Whether an attempt on a server is kept.</summary>
    public bool Has(ServerId server)
    {
        foreach (ref readonly var mark in Marks)
        {
            if (mark.Server.Id == server)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a response of the server had begun; otherwise the status is of an earlier one, or of the gateway's own.</summary>
    private static bool HasStatus(AttemptOutcome outcome) => outcome is AttemptOutcome.Responded or AttemptOutcome.Unwanted
        or AttemptOutcome.BrokenOff or AttemptOutcome.MalformedContent or AttemptOutcome.LeftWithinResponse;
}
