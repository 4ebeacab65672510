using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// One request on its way from server to server: what may still be done with it, what is kept for it. Used by one
/// thread at a time, except that the timer of the attempt under way asks <see cref="WaitOn"/>. May be used for one request after the other.
/// </summary>
internal sealed class RetryState : IDisposable
{
    /// <summary>
    /// How often a request whose server hangs asks whether the budget has room: others leave it as soon as they are answered.
    /// </summary>
    private static readonly TimeSpan BudgetPoll = TimeSpan.FromMilliseconds(50);

    private readonly RetryPolicy _policy;
    private readonly Attempts _attempts;
    private readonly HealthMonitor _health;
    private readonly SuspectServers<AttemptEnd> _suspects = new();
    private RequestTraits _request;
    private CancellationToken _clientGone;
    private long _began;
    private IRepeatableBody? _body;
    private AttemptTimer? _timer;
    private volatile bool _holdsRetry;
    private volatile AttemptPhase _phase;
    private bool _wasMalformed;
    private string? _firstField;

    /// <param name="policy">What all requests share.</param>
    /// <param name="attempts">Where the request goes.</param>
    /// <param name="health">Who hears what the attempts say of the servers.</param>
    public RetryState(RetryPolicy policy, Attempts attempts, HealthMonitor health)
    {
        _policy = policy;
        _attempts = attempts;
        _health = health;
    }

    /// <summary>Whether a byte of the request was written to a connection. Kept up only for those that must not be sent twice.</summary>
    public bool HasDeparted { get; private set; }

    /// <summary>When the first attempt began, as a timestamp.</summary>
    public long Began => _began;

    /// <summary>Whether the client has gone.</summary>
    public bool ClientHasGone => _clientGone.IsCancellationRequested;

    /// <summary>How far the current attempt has come.</summary>
    public AttemptPhase Phase => _phase;

    /// <summary>Cancelled when the attempt under way is to end: its time is up, or the client has gone.</summary>
    public CancellationToken Token => _timer?.Token ?? _clientGone;

    private bool IsTimed => _policy.IsTimed(_request);

    /// <summary>A request begins; it ends with <see cref="Dispose"/>.</summary>
    /// <param name="request">What it is.</param>
    /// <param name="body">Its body, if that is kept; see <see cref="RetryPolicy.KeepsBody"/>.</param>
    /// <param name="clientGone">Cancelled when the client has gone.</param>
    public void Begin(RequestTraits request, IRepeatableBody? body, CancellationToken clientGone)
    {
        _request = request;
        _body = body;
        _clientGone = clientGone;
        _began = _policy.Now;
        HasDeparted = false;
        BeginPhase();
        _holdsRetry = false;
        _wasMalformed = false;
        _policy.Budget.BeginRequest();
    }

    /// <summary>An attempt begins.</summary>
    public void BeginAttempt()
    {
        BeginPhase();
        _body?.Rewind();
        if (IsTimed)
        {
            var left = _policy.OverallTimeout - _policy.Since(_began);
            _timer = _policy.Timers.Rent();
            _timer.Start(this, left < _policy.AttemptTimeout ? Positive(left) : _policy.AttemptTimeout, _clientGone);
        }
    }

    /// <summary>The request's head is about to be written to a connection.</summary>
    public void Depart() => HasDeparted = true;

    /// <summary>A field of the request's head is being written to a connection.</summary>
    /// <returns><see langword="false"/> if the attempt had written it already: the head begins for a second time.</returns>
    public bool Depart(string field)
    {
        HasDeparted = true;
        var begins = _firstField is null;
        _firstField ??= field;
        return begins || !string.Equals(_firstField, field, StringComparison.Ordinal);
    }

    /// <summary>The server has reported that it did nothing with the request.</summary>
    public void MarkNotProcessed() => EndPhase(AttemptPhase.NotProcessed);

    /// <summary>An attempt has ended.</summary>
    public void EndAttempt()
    {
        if (_timer is { } timer)
        {
            _timer = null;
            _policy.Timers.Return(timer);
        }
    }

    /// <summary>
    /// An attempt has ended: what it says of its server, at once or once the request is over, see <see cref="SuspectServers{T}"/>.
    /// </summary>
    /// <param name="outcome">How.</param>
    /// <param name="status">With which status, if it was answered.</param>
    public void Judge(AttemptOutcome outcome, int status)
    {
        // The head was well-formed: that another server's is too will prove nothing.
        outcome = outcome == AttemptOutcome.Malformed && Phase == AttemptPhase.ResponseAccepted ? AttemptOutcome.MalformedContent : outcome;
        var end = new AttemptEnd(_attempts.Server, outcome, status, _attempts.Hash);
        if (RetryRules.IsHeld(outcome) || (outcome == AttemptOutcome.Responded && _health.IsFailure(status)))
        {
            _suspects.Add(end);
        }
        else
        {
            _health.Observe(end);
        }
    }

    /// <summary>No server is tried any more.</summary>
    public void EndAttempts()
    {
        if (_suspects.TryTakeLast(out var failed))
        {
            _health.Observe(failed);
        }
    }

    /// <summary>A server's response begins.</summary>
    /// <returns>Whether it is to be passed on to the client.</returns>
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
        GiveBackHeldRetry();
        if (_suspects.Any && !_policy.Rules.IsUnwanted(status) && !_health.IsFailure(status))
        {
            BlameSuspects();
        }

        return true;
    }

    /// <summary>Whether the request goes to another server after an attempt that ended so; if so, the retry is begun.</summary>
    public bool TryMoveOn(AttemptOutcome outcome)
    {
        var phase = Phase;
        if (phase == AttemptPhase.ResponseLeft)
        {
            // Decided already, but until the attempt had ended its body may have outgrown what is kept: the rest alone must not be sent.
            return !ClientHasGone && _body?.IsWhole != false;
        }

        if (phase == AttemptPhase.TimedOut && _holdsRetry)
        {
            // The retry may be held since an earlier attempt: then this one has ended because there is to be no other.
            return MayMoveOn(AttemptOutcome.TimedOut);
        }

        var mayMoveOn = MayMoveOn(outcome);
        _wasMalformed |= outcome == AttemptOutcome.Malformed;
        if (!mayMoveOn)
        {
            return false;
        }

        return !RetryRules.AddsLoad(outcome) || _holdsRetry || (_holdsRetry = _policy.Budget.TryBeginRetry());
    }

    /// <summary>
    /// The time of the attempt under way is up: how much longer it is waited for, since a hung server is only left for another one.
    /// </summary>
    /// <param name="holdsRetry">Whether a retry was taken from the budget.</param>
    public TimeSpan WaitOn(out bool holdsRetry)
    {
        holdsRetry = false;
        if (_body?.IsAwaited == true)
        {
            // It is the client that takes its time: the server's begins when it has the whole request.
            return _policy.AttemptTimeout;
        }

        var left = _policy.OverallTimeout - _policy.Since(_began);
        var leftOfAttempt = _body?.AwaitedUntil is { } until and not 0 ? _policy.AttemptTimeout - _policy.Since(until) : TimeSpan.Zero;
        if (leftOfAttempt > TimeSpan.Zero)
        {
            return leftOfAttempt < left ? leftOfAttempt : left;
        }

        if (left <= TimeSpan.Zero || !MayMoveOn(AttemptOutcome.TimedOut))
        {
            return left;
        }

        if (_holdsRetry || (holdsRetry = _policy.Budget.TryBeginRetry()))
        {
            return TimeSpan.Zero;
        }

        return left < BudgetPoll ? left : BudgetPoll;
    }

    /// <summary>The attempt under way is about to be ended by its timer.</summary>
    public void OnExpired(bool holdsRetry)
    {
        _holdsRetry |= holdsRetry;
        EndPhase(AttemptPhase.TimedOut);
    }

    /// <summary>A retry that the timer took was not needed.</summary>
    public void GiveBackRetry() => _policy.Budget.EndRetry();

    /// <summary>The request has ended, one way or the other.</summary>
    public void Dispose()
    {
        EndAttempts();
        GiveBackHeldRetry();
        _policy.Budget.EndRequest();
    }

    private void BeginPhase()
    {
        _phase = AttemptPhase.AwaitingResponse;
        _firstField = null;
    }

    /// <summary>The request's own thread and its timer may both come: the first decides.</summary>
    private void EndPhase(AttemptPhase phase) => Interlocked.CompareExchange(ref _phase, phase, AttemptPhase.AwaitingResponse);

    private void BlameSuspects()
    {
        foreach (var failed in _suspects.TakeProven())
        {
            _health.Observe(failed with { IsProven = true });
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private bool MayMoveOn(AttemptOutcome outcome) =>
        !ClientHasGone
        && _policy.Rules.MayRepeat(
            new(_attempts.Count, _request.IsIdempotent, _request.IsUpgrade, _body?.IsWhole != false, HasDeparted, _wasMalformed), outcome)
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
