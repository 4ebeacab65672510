using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// One request on its way from server to server: what may still be done with it, what is kept for it. Used by one
/// thread at a time, except that the timer of the try under way asks <see cref="WaitOn"/>. May be used for one request after the other.
/// </summary>
internal sealed class RetryState : IDisposable
{
    /// <summary>How often a request whose server hangs asks whether the budget has room: others leave it as soon as they are answered.</summary>
    private static readonly TimeSpan BudgetPoll = TimeSpan.FromMilliseconds(50);

    private readonly RetryPolicy _policy;
    private readonly Attempts _attempts;
    private readonly HealthMonitor _health;
    private readonly SuspectServers<TryEnd> _suspects = new();
    private RequestTraits _request;
    private CancellationToken _clientGone;
    private long _began;
    private IRepeatableBody? _body;
    private TryTimer? _timer;
    private volatile bool _holdsRetry;
    private volatile bool _timedOut;
    private bool _leftAnswer;
    private bool _wasMalformed;
    private string? _firstField;

    /// <param name="policy">What all requests share.</param>
    /// <param name="attempts">Where the request goes.</param>
    /// <param name="health">Who hears what the tries say of the servers.</param>
    public RetryState(RetryPolicy policy, Attempts attempts, HealthMonitor health) =>
        (_policy, _attempts, _health) = (policy, attempts, health);

    /// <summary>Whether a byte of the request was written to a connection. Kept up only for those that must not be sent twice.</summary>
    public bool HasDeparted { get; private set; }

    /// <summary>Whether the server that the request stands at has said that it did nothing with it, and the client would have repeated it.</summary>
    public bool WasRefused { get; set; }

    /// <summary>When the first try began, as a timestamp.</summary>
    public long Began => _began;

    /// <summary>Whether the client has gone.</summary>
    public bool ClientHasGone => _clientGone.IsCancellationRequested;

    /// <summary>Whether the try under way was ended because its time was up.</summary>
    public bool TimedOut => _timedOut;

    /// <summary>Whether the server's answer was not passed on because another server is to be asked.</summary>
    public bool LeftAnswer => _leftAnswer;

    /// <summary>Whether the server's answer began and is being passed on.</summary>
    public bool AcceptedAnswer { get; private set; }

    /// <summary>Cancelled when the try under way is to end: its time is up, or the client has gone.</summary>
    public CancellationToken Token => _timer?.Token ?? _clientGone;

    private bool IsTimed => _policy.IsTimed(_request);

    /// <summary>A request begins; it ends with <see cref="Dispose"/>.</summary>
    /// <param name="request">What it is.</param>
    /// <param name="body">Its body, if that is kept; see <see cref="RetryPolicy.KeepsBody"/>.</param>
    /// <param name="clientGone">Cancelled when the client has gone.</param>
    public void Begin(RequestTraits request, IRepeatableBody? body, CancellationToken clientGone)
    {
        (_request, _body, _clientGone, _began) = (request, body, clientGone, _policy.Now);
        (HasDeparted, WasRefused, AcceptedAnswer, _leftAnswer, _firstField) = (false, false, false, false, null);
        (_timedOut, _holdsRetry, _wasMalformed) = (false, false, false);
        _policy.Budget.BeginRequest();
    }

    /// <summary>A try begins.</summary>
    public void BeginTry()
    {
        _timedOut = _leftAnswer = AcceptedAnswer = WasRefused = false;
        _firstField = null;
        _body?.Rewind();
        if (IsTimed)
        {
            var left = _policy.OverallTimeout - _policy.Since(_began);
            _timer = _policy.Timers.Rent();
            _timer.Start(this, left < _policy.PerTryTimeout ? Positive(left) : _policy.PerTryTimeout, _clientGone);
        }
    }

    /// <summary>The request's head is about to be written to a connection.</summary>
    public void Depart() => HasDeparted = true;

    /// <summary>A field of the request's head is being written to a connection.</summary>
    /// <returns><see langword="false"/> if the try had written it already: the head begins for a second time.</returns>
    public bool Depart(string field)
    {
        HasDeparted = true;
        var begins = _firstField is null;
        _firstField ??= field;
        return begins || !string.Equals(_firstField, field, StringComparison.Ordinal);
    }

    /// <summary>A try has ended.</summary>
    public void EndTry()
    {
        if (_timer is { } timer)
        {
            _timer = null;
            _policy.Timers.Return(timer);
        }
    }

    /// <summary>
    /// A try has ended: what it says of its server, at once or once the request is over, see <see cref="SuspectServers{T}"/>.
    /// </summary>
    /// <param name="outcome">How.</param>
    /// <param name="status">With which status, if it was answered.</param>
    public void Judge(TryOutcome outcome, int status)
    {
        // The head was well-formed: that another server's is too will prove nothing.
        outcome = outcome == TryOutcome.Malformed && AcceptedAnswer ? TryOutcome.MalformedContent : outcome;
        var end = new TryEnd(_attempts.Server, outcome, status, _attempts.Hash);
        if (RetryRules.IsHeld(outcome) || (outcome == TryOutcome.Answered && _health.IsFailure(status)))
        {
            _suspects.Add(end);
        }
        else
        {
            _health.Observe(end);
        }
    }

    /// <summary>No server is tried any more.</summary>
    public void EndTries()
    {
        if (_suspects.TryTakeLast(out var failed))
        {
            _health.Observe(failed);
        }
    }

    /// <summary>A server's answer begins.</summary>
    /// <returns>Whether it is to be passed on to the client.</returns>
    public bool Accept(int status)
    {
        if (_timer?.Stop() == false)
        {
            return false;
        }

        _leftAnswer = _policy.Rules.IsUnwanted(status) && TryMoveOn(TryOutcome.Unwanted);
        AcceptedAnswer = !_leftAnswer;
        if (AcceptedAnswer)
        {
            GiveBackHeldRetry();
            if (_suspects.Any && !_policy.Rules.IsUnwanted(status) && !_health.IsFailure(status))
            {
                BlameSuspects();
            }
        }

        return AcceptedAnswer;
    }

    /// <summary>Whether the request goes to another server after a try that ended so; if so, the retry is begun.</summary>
    public bool TryMoveOn(TryOutcome outcome)
    {
        if (_leftAnswer)
        {
            // Decided already, but until the try had ended its body may have outgrown what is kept: the rest alone must not be sent.
            return !ClientHasGone && _body?.IsWhole != false;
        }

        if (_timedOut && _holdsRetry)
        {
            // The retry may be held since an earlier try: then this one has ended because there is to be no other.
            return MayMoveOn(TryOutcome.TimedOut);
        }

        var mayMoveOn = MayMoveOn(outcome);
        _wasMalformed |= outcome == TryOutcome.Malformed;
        if (!mayMoveOn)
        {
            return false;
        }

        return !RetryRules.AddsLoad(outcome) || _holdsRetry || (_holdsRetry = _policy.Budget.TryBeginRetry());
    }

    /// <summary>The time of the try under way is up: how much longer it is waited for, since a hung server is only left for another one.</summary>
    /// <param name="holdsRetry">Whether a retry was taken from the budget.</param>
    public TimeSpan WaitOn(out bool holdsRetry)
    {
        holdsRetry = false;
        if (_body?.IsAwaited == true)
        {
            // It is the client that takes its time: the server's begins when it has the whole request.
            return _policy.PerTryTimeout;
        }

        var left = _policy.OverallTimeout - _policy.Since(_began);
        var leftOfTry = _body?.AwaitedUntil is { } until and not 0 ? _policy.PerTryTimeout - _policy.Since(until) : TimeSpan.Zero;
        if (leftOfTry > TimeSpan.Zero)
        {
            return leftOfTry < left ? leftOfTry : left;
        }

        if (left <= TimeSpan.Zero || !MayMoveOn(TryOutcome.TimedOut))
        {
            return left;
        }

        if (_holdsRetry || (holdsRetry = _policy.Budget.TryBeginRetry()))
        {
            return TimeSpan.Zero;
        }

        return left < BudgetPoll ? left : BudgetPoll;
    }

    /// <summary>The try under way is about to be ended by its timer.</summary>
    public void OnExpired(bool holdsRetry)
    {
        _holdsRetry |= holdsRetry;
        _timedOut = true;
    }

    /// <summary>A retry that the timer took was not needed.</summary>
    public void GiveBackRetry() => _policy.Budget.EndRetry();

    /// <summary>The request has ended, one way or the other.</summary>
    public void Dispose()
    {
        EndTries();
        GiveBackHeldRetry();
        _policy.Budget.EndRequest();
    }

    private void BlameSuspects()
    {
        foreach (var failed in _suspects.TakeProven())
        {
            _health.Observe(failed with { IsProven = true });
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private bool MayMoveOn(TryOutcome outcome) =>
        !ClientHasGone
        && _policy.Rules.MayRepeat(new(_attempts.Count, _request.IsIdempotent, _request.IsUpgrade, _body?.IsWhole != false, HasDeparted, _wasMalformed), outcome)
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
