using LoadBalancer.Core.Failover;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>
/// One request at one server, until it has ended for the gateway. What it knew is forgotten then: its timer may be far in
/// the future, and would keep the snapshot of its request, with millions of points, until then.
/// </summary>
/// <param name="process">The process that the gateway means: another one in its place refuses.</param>
/// <param name="onEnd">Told once how it ended, and with which status.</param>
/// <param name="onExpired">Told that its time is up, unless it has ended.</param>
internal sealed class RequestAttempt(string process, Action<RequestAttempt, AttemptOutcome, int> onEnd, Action<RequestAttempt> onExpired)
{
    private Action<RequestAttempt, AttemptOutcome, int>? _onEnd = onEnd;
    private Action<RequestAttempt>? _onExpired = onExpired;

    public string Process => process;

    /// <summary>Ends it, unless it has ended.</summary>
    public void End(AttemptOutcome outcome, int status = 0)
    {
        var end = _onEnd;
        (_onEnd, _onExpired) = (null, null);
        end?.Invoke(this, outcome, status);
    }

    public void Expire() => _onExpired?.Invoke(this);
}
