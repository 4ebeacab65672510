using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>Records attempts. Thread-safe.</summary>
internal sealed class AttemptRecorder(RequestCounters counters, RequestMetrics metrics)
{
    /// <summary>Records the start of an attempt on the request's current server.</summary>
    public ServerCounter Begin(Attempts attempts)
    {
        var counter = counters.Of(attempts.Server.Id);
        counter.Begin(attempts.Count > 1, attempts.Current.Reason);
        metrics.Select(attempts);
        return counter;
    }

    /// <summary>Records the end of an attempt on the request's current server.</summary>
    /// <param name="counter">The counter that <see cref="Begin"/> returned.</param>
    /// <param name="retry">The state of the request.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    public static void End(ServerCounter counter, RetryState retry, AttemptOutcome outcome, int status)
    {
        counter.End(RetryRules.IsServersFault(outcome));
        retry.Judge(outcome, status);
    }
}
