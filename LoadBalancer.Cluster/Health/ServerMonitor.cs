using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Health;

/// <summary>What this gateway observes of one process of one server. Thread-safe; a request that comes through takes no lock.</summary>
internal sealed class ServerMonitor(HealthRules rules)
{
    private readonly Lock _lock = new();
    private volatile HealthState _state = HealthState.Unknown;
    private OutcomeWindow? _window;
    private HealthReason _told;
    private long _passedAt;
    private long _provenAt;
    private volatile bool _isRetired;

    public HealthState State => _state;

    /// <summary>The first request makes the window: a gateway of many servers sends most of them none.</summary>
    private OutcomeWindow Window =>
        Volatile.Read(ref _window) ?? Interlocked.CompareExchange(ref _window, new(rules.Window), comparand: null) ?? _window!;

    /// <summary>Whether the process is no member any more: requests that began before may still tell of it, and concern nobody.</summary>
    public bool IsRetired => _isRetired;

    /// <summary>What is observed of a process that is no member: requests that began before it left tell of it.</summary>
    public static ServerMonitor Retired(HealthRules rules) => new(rules) { _isRetired = true };

    public void Retire() => _isRetired = true;

    /// <summary>Whether a probe of ours has passed since a time, and none has failed after it.</summary>
    public bool HasPassedSince(DateTimeOffset time) => Interlocked.Read(ref _passedAt) >= time.UtcTicks;

    /// <summary>The same of probes whose answers prove that the process itself gave them.</summary>
    public bool HasBeenProvenSince(DateTimeOffset time) => Interlocked.Read(ref _provenAt) >= time.UtcTicks;

    public void Succeed(DateTimeOffset now) => Window.Succeed(now);

    /// <summary>Whether a request has come through since a time.</summary>
    public bool HasSucceededSince(DateTimeOffset time) => _window?.SucceededAt >= time;

    /// <summary>
    /// A request has failed. While the server is ejected that says nothing new: the request was sent before, or for want of others.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="isMalformed">Whether its response was malformed, which weighs less.</param>
    /// <returns>Whether the verdict has changed.</returns>
    public bool Fail(DateTimeOffset now, bool isMalformed = false)
    {
        if (_state.IsEjectedAt(now))
        {
            return false;
        }

        var recent = isMalformed ? Window.FailMalformed(now) : Window.Fail(now);
        return Update(state => HealthReducer.OnFailure(state, recent, now, rules), now);
    }

    /// <returns>Whether the verdict has changed.</returns>
    public bool Probe(ProbeResult result, DateTimeOffset now)
    {
        Interlocked.Exchange(ref _passedAt, result.Passed ? now.UtcTicks : 0);
        Interlocked.Exchange(ref _provenAt, result.IsProven ? now.UtcTicks : 0);
        return Update(state => HealthReducer.OnProbe(state, result.Passed, rules, result.Reason), now);
    }

    /// <summary>Looks whether time alone has changed the verdict: an ejection ends without anything being observed.</summary>
    /// <returns>Whether the verdict differs from the one that was told last.</returns>
    public bool Look(DateTimeOffset now)
    {
        lock (_lock)
        {
            var last = _told;
            _told = _state.ReasonAt(now);
            return _told != last;
        }
    }

    private bool Update(Func<HealthState, HealthState> step, DateTimeOffset now)
    {
        lock (_lock)
        {
            var before = _state;
            _state = step(before);
            if (HealthReducer.BeginsAnew(before, _state))
            {
                _window?.Clear();
            }

            var reason = _state.ReasonAt(now);
            var hasChanged = before.ReasonAt(now) != reason;
            _told = hasChanged ? reason : _told;
            return hasChanged;
        }
    }
}
