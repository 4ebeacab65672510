using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Health;

/// <summary>This gateway's observations of one process of a server. Thread-safe; a successful request takes no lock.</summary>
internal sealed class ServerMonitor(HealthRules rules)
{
    private readonly Lock _lock = new();
    private volatile HealthState _state = HealthState.Unknown;
    private OutcomeWindow? _window;
    private HealthReason _reported;
    private long _passedAt;
    private long _provenAt;
    private volatile bool _isRetired;
    private int _isLoggedUnhealthy;

    public HealthState State => _state;

    /// <summary>Created by the first request, since a gateway of many servers sends most of them none.</summary>
    private OutcomeWindow Window =>
        Volatile.Read(ref _window) ?? Interlocked.CompareExchange(ref _window, new(rules.Window), comparand: null) ?? _window!;

    /// <summary>Whether the process is no longer a member; outcomes of requests that began before do not count.</summary>
    public bool IsRetired => _isRetired;

    /// <summary>Creates a monitor for a process that is not a member, for the outcomes of requests that began before it left.</summary>
    public static ServerMonitor Retired(HealthRules rules) => new(rules) { _isRetired = true };

    public void Retire() => _isRetired = true;

    /// <summary>Records that a verdict is logged.</summary>
    /// <returns><see langword="false"/> if it was logged before: only the reason has changed.</returns>
    public bool TryMarkLogged(bool isHealthy)
    {
        var logged = isHealthy ? 0 : 1;
        return Interlocked.Exchange(ref _isLoggedUnhealthy, logged) != logged;
    }

    /// <summary>Whether a probe of this gateway has passed since a time, and none has failed after it.</summary>
    public bool HasPassedSince(DateTimeOffset time) => Interlocked.Read(ref _passedAt) >= time.UtcTicks;

    /// <summary>Whether, since a time, the last probe proved that the process itself responded.</summary>
    public bool HasBeenProvenSince(DateTimeOffset time) => Interlocked.Read(ref _provenAt) >= time.UtcTicks;

    public void Succeed(DateTimeOffset now) => Window.Succeed(now);

    /// <summary>Whether a request has succeeded since a time.</summary>
    public bool HasSucceededSince(DateTimeOffset time) => _window?.SucceededAt >= time;

    /// <summary>
    /// Records a failed request. A failure during an ejection has no effect: the request was sent before it, or because there was no other
    /// server.
    /// </summary>
    /// <param name="failure">Why the request failed.</param>
    /// <param name="now">The time.</param>
    /// <param name="isMalformed">Whether the response was malformed, which weighs less.</param>
    /// <returns>The change of the verdict, if it has changed.</returns>
    public HealthTransition? Fail(Failure failure, DateTimeOffset now, bool isMalformed = false)
    {
        if (_state.IsEjectedAt(now))
        {
            return null;
        }

        var recent = isMalformed ? Window.FailMalformed(now) : Window.Fail(now);
        return Update(state => HealthReducer.OnFailure(state, failure, recent, now, rules), HealthTrigger.Requests, now);
    }

    /// <returns>The change of the verdict, if it has changed.</returns>
    public HealthTransition? Probe(ProbeResult result, DateTimeOffset now)
    {
        Interlocked.Exchange(ref _passedAt, result.Passed ? now.UtcTicks : 0);
        Interlocked.Exchange(ref _provenAt, result.IsProven ? now.UtcTicks : 0);
        return Update(
            state => HealthReducer.OnProbe(state, result.Reason, result.Failure, rules), HealthTrigger.Probe, now, result.Details);
    }

    /// <summary>Checks whether time alone has changed the verdict: an ejection ends without an observation.</summary>
    /// <returns>The change, if the verdict differs from the one that was reported last.</returns>
    public HealthTransition? Look(DateTimeOffset now)
    {
        lock (_lock)
        {
            var last = _reported;
            _reported = _state.ReasonAt(now);
            return _reported == last ? null : new(last, _reported, HealthTrigger.Time, _state.FailureAt(now));
        }
    }

    private HealthTransition? Update(
        Func<HealthState, HealthState> step, HealthTrigger trigger, DateTimeOffset now, ProbeDetails? probe = null)
    {
        lock (_lock)
        {
            var before = _state;
            _state = step(before);
            if (HealthReducer.BeginsAnew(before, _state))
            {
                _window?.Clear();
            }

            var (last, reason) = (before.ReasonAt(now), _state.ReasonAt(now));
            if (reason == last)
            {
                return null;
            }

            _reported = reason;
            return new(last, reason, trigger, _state.FailureAt(now), probe);
        }
    }
}
