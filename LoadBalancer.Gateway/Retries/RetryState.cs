using LoadBalancer.Core.Failover;
using LoadBalancer.Gateway.Routing;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Gateway.Retries;

/// <summary>
/// One request on its way from server to server: what may still be done with it, what is kept for it. Used by one
/// thread at a time, except that the timer of the try under way asks <see cref="WaitOn"/>.
/// </summary>
internal sealed class RetryState : IDisposable
{
    /// <summary>How often a request whose server hangs asks whether the budget has room: others leave it as soon as they are answered.</summary>
    private static readonly TimeSpan BudgetPoll = TimeSpan.FromMilliseconds(50);

    private readonly RetryPolicy _policy;
    private readonly Attempts _attempts;
    private readonly HttpContext _context;
    private readonly CancellationToken _clientGone;
    private readonly bool _isIdempotent;
    private readonly bool _isUpgrade;
    private readonly long _began;
    private readonly Stream? _originalBody;
    private readonly ReplayableBody? _body;
    private TryTimer? _timer;
    private volatile bool _holdsRetry;
    private volatile bool _timedOut;
    private bool _leftAnswer;
    private string? _firstField;

    public RetryState(RetryPolicy policy, Attempts attempts, HttpContext context)
    {
        _policy = policy;
        _attempts = attempts;
        _context = context;
        _clientGone = context.RequestAborted;
        _isIdempotent = IdempotentMethods.Contains(context.Request.Method);
        _isUpgrade = _isIdempotent && Upgrades.IsAskedFor(context);
        _began = policy.Now;
        policy.Budget.BeginRequest();
        if (KeepsBody && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            _originalBody = context.Request.Body;
            context.Request.Body = _body = new(_originalBody, policy.BodyBuffer, context.Request.ContentLength);
        }
    }

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

    private bool KeepsBody => IsTimed || (_policy is { Rules.Allowed: true, CanBeRefused: true } && !_isIdempotent && !HttpMethods.IsConnect(_context.Request.Method));

    private bool IsTimed => _policy.Rules.Allowed && _isIdempotent && !_isUpgrade;

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
            _context.RequestAborted = _timer.Token;
        }
    }

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
            _context.RequestAborted = _clientGone;
            _policy.Timers.Return(timer);
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
        }

        return AcceptedAnswer;
    }

    /// <summary>Whether the request goes to another server after a try that ended so; if so, the retry is begun.</summary>
    public bool TryMoveOn(TryOutcome outcome)
    {
        if (_leftAnswer || (_timedOut && _holdsRetry))
        {
            // Decided already, but until the try had ended its body may have outgrown what is kept: the rest alone must not be sent.
            return !ClientHasGone && _body?.IsWhole != false;
        }

        if (!MayMoveOn(outcome))
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
        var left = _policy.OverallTimeout - _policy.Since(_began);
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
        GiveBackHeldRetry();
        _policy.Budget.EndRequest();
        if (_body is not null)
        {
            _context.Request.Body = _originalBody!;
            _body.Dispose();
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private bool MayMoveOn(TryOutcome outcome) =>
        !ClientHasGone
        && _policy.Rules.MayRepeat(new(_attempts.Count, _isIdempotent, _isUpgrade, _body?.IsWhole != false, HasDeparted), outcome)
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
