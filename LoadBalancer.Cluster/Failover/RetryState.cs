using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// The state of one request across its attempts. Used by one thread at a time, except that the timer of the current attempt calls
/// <see cref="WaitOn"/>. May be reused for one request after the other.
/// </summary>
internal sealed class RetryState : IDisposable
{
    /// <summary>
    /// How often a request on an unresponsive server checks whether the retry budget has room, which frees up whenever another request gets
    /// its response.
    /// </summary>
    private static readonly TimeSpan BudgetPoll = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// After this time without a response, a server is suspected to hang, and the request checks this often whether the server has become
    /// unhealthy.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a request that waits for a suspected server checks its health.</summary>
    private static readonly TimeSpan HealthPoll = TimeSpan.FromMilliseconds(100);

    private readonly RetryPolicy _policy;
    private readonly Attempts _attempts;
    private readonly HealthMonitor _health;
    private readonly HedgeState _hedging;
    private readonly RequestVerdicts _verdicts;
    private RequestTraits _request;
    private CancellationToken _clientGone;
    private long _began;
    private IRepeatableBody? _body;
    private AttemptTimer? _timer;
    private bool _holdsRetry;
    private bool _leavesUnhealthy;
    private int _left;
    private long _attemptBegan;
    private volatile AttemptPhase _phase;
    private bool _wasMalformed;
    private string? _firstField;

    /// <param name="policy">The policy that all requests share.</param>
    /// <param name="attempts">The request's attempts.</param>
    /// <param name="health">The monitor that receives the outcomes of attempts.</param>
    /// <param name="hedge">Sends a request to a second server; <see langword="null"/> if this is not possible.</param>
    public RetryState(RetryPolicy policy, Attempts attempts, HealthMonitor health, IHedge? hedge = null)
    {
        _policy = policy;
        _attempts = attempts;
        _health = health;
        _hedging = new(policy, hedge);
        _verdicts = new(attempts, health);
    }

    /// <summary>
    /// Whether a byte of the request was written to a connection. Maintained only for requests that must not be sent twice.
    /// </summary>
    public bool HasDeparted { get; private set; }

    /// <summary>The server of the current attempt.</summary>
    public Server Server => _attempts.Server;

    /// <summary>The timestamp at which the first attempt began.</summary>
    public long Began => _began;

    /// <summary>Whether the client has disconnected.</summary>
    public bool ClientHasGone => _clientGone.IsCancellationRequested;

    /// <summary>The phase of the current attempt.</summary>
    public AttemptPhase Phase => _phase;

    /// <summary>Cancelled when the current attempt must end: it timed out, or the client disconnected.</summary>
    public CancellationToken Token => _timer?.Token ?? _clientGone;

    private bool IsTimed => _policy.IsTimed(_request);

    /// <summary>Begins a request, which ends with <see cref="Dispose"/>.</summary>
    /// <param name="request">The traits of the request.</param>
    /// <param name="body">The request's body, if it is kept; see <see cref="RetryPolicy.KeepsBody"/>.</param>
    /// <param name="clientGone">Cancelled when the client disconnects.</param>
    public void Begin(RequestTraits request, IRepeatableBody? body, CancellationToken clientGone)
    {
        _request = request;
        _body = body;
        _clientGone = clientGone;
        _began = _attemptBegan = _policy.Now;
        HasDeparted = false;
        BeginPhase();
        _holdsRetry = false;
        _left = 0;
        _wasMalformed = false;
        _hedging.Begin();
        _policy.Budget.BeginRequest();
    }

    /// <summary>Begins an attempt.</summary>
    /// <param name="began">When the request was sent to the server; <see langword="null"/> if it has not been.</param>
    public void BeginAttempt(long? began = null)
    {
        BeginPhase();
        _body?.Rewind();
        if (IsTimed)
        {
            _attemptBegan = began ?? _policy.Now;
            var left = _policy.OverallTimeout - _policy.Since(_began);
            _timer = _policy.Timers.Rent();
            var due = TimeSpans.Least(Patience, _policy.AttemptTimeout, _hedging.Delay, left);
            _timer.Start(this, due > TimeSpan.Zero ? due : TimeSpan.Zero, _clientGone);
        }
    }

    /// <summary>Records that the request's head is about to be written to a connection.</summary>
    public void Depart() => HasDeparted = true;

    /// <summary>Records that a header of the request is being written to a connection.</summary>
    /// <returns><see langword="false"/> if the attempt had already written it, so that the head is being written a second time.</returns>
    public bool Depart(string field)
    {
        HasDeparted = true;
        var begins = _firstField is null;
        _firstField ??= field;
        return begins || !string.Equals(_firstField, field, StringComparison.Ordinal);
    }

    /// <summary>Records that the server did not process the request.</summary>
    public void MarkNotProcessed() => EndPhase(AttemptPhase.NotProcessed);

    /// <summary>Ends an attempt.</summary>
    public void EndAttempt()
    {
        if (_timer is { } timer)
        {
            timer.Stop();
            _hedging.Detach();
            _timer = null;
            _policy.Timers.Return(timer);
        }
    }

    /// <summary>
    /// Ends the current attempt because a second server has responded. Thread-safe until <see cref="IHedge.Detach"/>.
    /// </summary>
    /// <returns>Whether the current attempt had no response, and has not ended in another way.</returns>
    public bool TryOvertake() => _timer?.TryExpire(Expiry.Overtaken) == true;

    /// <summary>Reports the outcome of an attempt to the health monitor, at once or when the request has ended.</summary>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    /// <param name="failure">What went wrong; none if the server has responded, or if the client is the cause.</param>
    public void Judge(AttemptOutcome outcome, int status, Failure failure)
    {
        if (outcome == AttemptOutcome.Responded && _health.IsFailure(status))
        {
            failure = Failure.OfStatus(status);
        }

        _attempts.End(failure, isServers: outcome != AttemptOutcome.ClientFailed && !RetryRules.IsCut(outcome));

        // The head was well-formed, so a well-formed head of another server will prove nothing.
        outcome = outcome == AttemptOutcome.Malformed && Phase == AttemptPhase.ResponseAccepted ? AttemptOutcome.MalformedContent : outcome;
        _verdicts.Add(_attempts.Server, outcome, status, failure);
    }

    /// <summary>Reports the outcome of an attempt on a second server whose response is not needed.</summary>
    /// <param name="server">The server.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    /// <param name="failure">What went wrong; none if nothing did.</param>
    public void JudgeSecond(Server server, AttemptOutcome outcome, int status, Failure failure) =>
        _verdicts.Add(server, outcome, status, failure);

    /// <summary>Accepts or declines a server's response when it begins.</summary>
    /// <returns>Whether the response is forwarded to the client.</returns>
    public bool Accept(int status)
    {
        if (_timer?.Stop() == false)
        {
            return false;
        }

        if (_policy.Rules.IsUnwanted(status) && TryMoveOn(AttemptOutcome.Unwanted))
        {
            EndPhase(AttemptPhase.ResponseLeft);
            return false;
        }

        EndPhase(AttemptPhase.ResponseAccepted);
        RecordWait();
        _hedging.Cancel();
        GiveBackHeldRetry();
        if (!_policy.Rules.IsUnwanted(status) && !_health.IsFailure(status))
        {
            _verdicts.Prove();
        }

        return true;
    }

    /// <summary>
    /// Determines whether the request goes to another server after an attempt with this outcome; if so, begins the retry.
    /// </summary>
    public bool TryMoveOn(AttemptOutcome outcome)
    {
        var phase = Phase;
        if (phase == AttemptPhase.ResponseLeft)
        {
            // Already decided, but the body may have outgrown the buffer before the attempt ended, and its remainder must not be sent
            // alone.
            return !ClientHasGone && _body?.IsWhole != false;
        }

        if (phase == AttemptPhase.Overtaken)
        {
            return !ClientHasGone;
        }

        if (phase == AttemptPhase.TimedOut && _holdsRetry)
        {
            // The retry may be held since an earlier attempt; in that case this attempt ended because there is no further one.
            return MayMoveOn(AttemptOutcome.TimedOut);
        }

        var mayMoveOn = MayMoveOn(outcome);
        _wasMalformed |= outcome == AttemptOutcome.Malformed;
        if (!mayMoveOn)
        {
            return false;
        }

        if (_leavesUnhealthy)
        {
            _left++;
            return true;
        }

        return !RetryRules.AddsLoad(outcome) || _holdsRetry || (_holdsRetry = _policy.Budget.TryBeginRetry());
    }

    /// <summary>
    /// Determines how much longer to wait for the response, and whether the server hangs: a hung server is left only for another server.
    /// </summary>
    /// <param name="expiry">Why the attempt ends, if the returned time is not positive.</param>
    public TimeSpan WaitOn(out Expiry expiry)
    {
        expiry = Expiry.None;
        if (_body?.IsAwaited == true)
        {
            // The client is slow: the server's time begins when it has the whole request.
            return TimeSpans.Least(Patience, _policy.AttemptTimeout);
        }

        var left = _policy.OverallTimeout - _policy.Since(_began);
        var waited = _policy.Since(Math.Max(_attemptBegan, _body?.AwaitedUntil ?? 0));
        var isSuspected = waited >= Patience && _health.Suspect(_attempts.Server, Patience);
        var leftOfAttempt = _policy.AttemptTimeout - waited;
        if (left <= TimeSpan.Zero || !MayMoveOn(AttemptOutcome.TimedOut))
        {
            return TimeSpans.Least(left, isSuspected ? HealthPoll : Patience);
        }

        if (isSuspected && _health.IsLost(_attempts.Server))
        {
            expiry = Expiry.UnhealthyServer;
            return TimeSpan.Zero;
        }

        if (leftOfAttempt > TimeSpan.Zero)
        {
            var untilHedge = _hedging.Check(waited, ref _holdsRetry);
            return TimeSpans.Least(left, leftOfAttempt, untilHedge, isSuspected ? HealthPoll : Patience);
        }

        if (_holdsRetry || _policy.Budget.TryBeginRetry())
        {
            expiry = _holdsRetry ? Expiry.None : Expiry.AttemptTimeout;
            return TimeSpan.Zero;
        }

        return TimeSpans.Least(left, BudgetPoll);
    }

    /// <summary>Records that the timer is about to cancel the current attempt.</summary>
    public void OnExpired(Expiry expiry)
    {
        _holdsRetry |= expiry == Expiry.AttemptTimeout;
        _leavesUnhealthy = expiry == Expiry.UnhealthyServer;
        if (expiry == Expiry.Overtaken)
        {
            RecordWait();
            EndPhase(AttemptPhase.Overtaken);
        }
        else
        {
            EndPhase(AttemptPhase.TimedOut);
        }
    }

    /// <summary>Ends the request, whatever its outcome.</summary>
    public void Dispose()
    {
        _verdicts.End();
        GiveBackHeldRetry();
        _policy.Budget.EndRequest();
    }

    private void BeginPhase()
    {
        _phase = AttemptPhase.AwaitingResponse;
        _leavesUnhealthy = false;
        _firstField = null;
    }

    /// <summary>The request's thread and its timer may both end the phase; the first one wins.</summary>
    private void EndPhase(AttemptPhase phase) => Interlocked.CompareExchange(ref _phase, phase, AttemptPhase.AwaitingResponse);

    private void RecordWait()
    {
        if (IsTimed)
        {
            _hedging.Record(_policy.Since(Math.Max(_attemptBegan, _body?.AwaitedUntil ?? 0)));
        }
    }

    /// <summary>
    /// Attempts that were left because their server became unhealthy do not count: when many servers hang at once, a request may meet
    /// several of them before they are known to hang.
    /// </summary>
    private bool MayMoveOn(AttemptOutcome outcome) =>
        !ClientHasGone
        && _policy.Rules.MayRepeat(
            new(
                _attempts.Count - _left, _request.IsIdempotent, _request.IsUpgrade, _body?.IsWhole != false, HasDeparted, _wasMalformed),
            outcome)
        && (!IsTimed || _policy.Since(_began) < _policy.OverallTimeout)
        && _attempts.HasNext;

    private void GiveBackHeldRetry()
    {
        if (_holdsRetry)
        {
            _holdsRetry = false;
            _policy.Budget.EndRetry();
        }
    }
}
