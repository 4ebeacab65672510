using LoadBalancer.Core.Failover;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>
/// One request at one server, until it has ended for the gateway. What it knew is forgotten then: an event that means it may be far in the
/// future, and would keep the snapshot of its request, with millions of points, until then.
/// </summary>
/// <param name="process">The process that the gateway means: another one in its place refuses.</param>
/// <param name="onEnd">Told once how it ended, and with which status.</param>
internal sealed class RequestAttempt(string process, Action<AttemptOutcome, int> onEnd)
{
    private Action<AttemptOutcome, int>? _onEnd = onEnd;
    private CancellationTokenRegistration _ending;

    public string Process => process;

    public bool HasEnded => _onEnd is null;

    /// <summary>Ends it when its time is up or its client has gone.</summary>
    public void EndWhen(CancellationToken token) =>
        _ending = token.UnsafeRegister(static attempt => ((RequestAttempt)attempt!).End(AttemptOutcome.NoResponse), this);

    /// <summary>Ends it, unless it has ended.</summary>
    public void End(AttemptOutcome outcome, int status = 0)
    {
        var end = _onEnd;
        _onEnd = null;
        _ending.Dispose();
        end?.Invoke(outcome, status);
    }
}
