namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// Decides when a request is sent to a second server while the first one is awaited: once, and within the retry budget. Used by the thread
/// of the request, which waits for the timer that calls <see cref="Check"/>.
/// </summary>
internal sealed class HedgeState
{
    /// <summary>How often it is tried while the retry budget has no room.</summary>
    private static readonly TimeSpan BudgetPoll = TimeSpan.FromMilliseconds(50);

    private readonly RetryPolicy _policy;
    private readonly IHedge? _hedge;
    private bool _isDue;

    /// <param name="policy">The policy that all requests share.</param>
    /// <param name="hedge">Sends a request to a second server; <see langword="null"/> if this is not possible.</param>
    public HedgeState(RetryPolicy policy, IHedge? hedge)
    {
        _policy = policy;
        _hedge = policy.Hedging is null ? null : hedge;
    }

    /// <summary>How long an attempt is awaited before a second server is asked too.</summary>
    public TimeSpan Delay => _isDue ? _policy.Hedging!.Current ?? TimeSpan.MaxValue : TimeSpan.MaxValue;

    /// <summary>Begins a request.</summary>
    public void Begin() => _isDue = _hedge is not null;

    /// <summary>Sends the request to a second server when it is time.</summary>
    /// <param name="waited">How long the first server has been awaited.</param>
    /// <param name="holdsRetry">Whether the request holds a retry of the budget; updated if it is sent.</param>
    /// <returns>How long until the next call is needed.</returns>
    public TimeSpan Check(TimeSpan waited, ref bool holdsRetry)
    {
        var left = Delay - waited;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        if (!holdsRetry && !_policy.Budget.TryBeginRetry())
        {
            return BudgetPoll;
        }

        _isDue = false;
        if (_hedge!.TryStart())
        {
            holdsRetry = true;
        }
        else if (!holdsRetry)
        {
            _policy.Budget.EndRetry();
        }

        return TimeSpan.MaxValue;
    }

    /// <summary>Records how long an attempt was awaited that may be repeated.</summary>
    public void Record(TimeSpan waited) => _policy.Hedging?.Record(waited);

    /// <summary>Ends a second attempt, since the current one has a response.</summary>
    public void Cancel() => _hedge?.Cancel();

    /// <summary>Prevents a second attempt from ending the current one, which has ended.</summary>
    public void Detach() => _hedge?.Detach();
}
