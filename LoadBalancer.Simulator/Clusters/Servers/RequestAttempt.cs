using LoadBalancer.Core.Failover;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>
/// One attempt of a request on a server, until it has ended for the gateway. It then drops its callback: an event that refers to the
/// attempt may be far in the future, and would otherwise keep the request's snapshot, with millions of points, in memory until then.
/// </summary>
/// <param name="process">The process that the gateway addresses; a different process in its place refuses the connection.</param>
/// <param name="onEnd">Called once, with the outcome and the status of the response.</param>
internal sealed class RequestAttempt(string process, Action<AttemptOutcome, int> onEnd)
{
    private Action<AttemptOutcome, int>? _onEnd = onEnd;
    private CancellationTokenRegistration _ending;

    public string Process => process;

    public bool HasEnded => _onEnd is null;

    /// <summary>Ends the attempt when the token is canceled, because its time is up or its client has gone.</summary>
    public void EndWhen(CancellationToken token) =>
        _ending = token.UnsafeRegister(static attempt => ((RequestAttempt)attempt!).End(AttemptOutcome.NoResponse), this);

    /// <summary>Ends the attempt, unless it has ended already.</summary>
    public void End(AttemptOutcome outcome, int status = 0)
    {
        var end = _onEnd;
        _onEnd = null;
        _ending.Dispose();
        end?.Invoke(outcome, status);
    }
}
