using LoadBalancer.Core.Failover;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>One request at one server, until it has ended for the gateway.</summary>
/// <param name="process">The process that the gateway means: another one in its place refuses.</param>
/// <param name="onEnd">Told once how it ended, and with which status.</param>
internal sealed class RequestTry(string process, Action<RequestTry, TryOutcome, int> onEnd)
{
    public string Process => process;

    public bool HasEnded { get; private set; }

    /// <summary>Ends it, unless it has ended.</summary>
    public void End(TryOutcome outcome, int status = 0)
    {
        if (!HasEnded)
        {
            HasEnded = true;
            onEnd(this, outcome, status);
        }
    }
}
