using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>What attempts leave behind. Thread-safe.</summary>
internal sealed class AttemptRecorder(RequestCounters counters, RequestMetrics metrics)
{
    /// <summary>An attempt begins at the server that a request stands at.</summary>
    public ServerCounter Begin(Attempts attempts)
    {
        var counter = counters.Of(attempts.Server.Id);
        counter.Begin(attempts.Count > 1, attempts.Current.Reason);
        metrics.Select(attempts);
        return counter;
    }

    /// <summary>An attempt has ended at the server that a request stands at.</summary>
    /// <param name="counter">What <see cref="Begin"/> has returned.</param>
    /// <param name="retry">The request.</param>
    /// <param name="outcome">How the attempt has ended.</param>
    /// <param name="status">With which status, if it was answered.</param>
    public static void End(ServerCounter counter, RetryState retry, AttemptOutcome outcome, int status)
    {
        counter.End(RetryRules.IsServersFault(outcome));
        retry.Judge(outcome, status);
    }
}
