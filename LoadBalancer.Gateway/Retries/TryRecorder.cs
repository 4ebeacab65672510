using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Counting;
using LoadBalancer.Gateway.Health;
using LoadBalancer.Gateway.Requests;

namespace LoadBalancer.Gateway.Retries;

/// <summary>What tries leave behind: counts, and what they say of the servers. Thread-safe.</summary>
internal sealed class TryRecorder(RequestCounters counters, HealthMonitor health, RequestMetrics metrics)
{
    /// <summary>A try begins at the server that a request stands at.</summary>
    public ServerCounter Begin(Attempts attempts)
    {
        var counter = counters.Of(attempts.Server.Id);
        counter.Begin(attempts.Count > 1, attempts.Current.Reason);
        metrics.Select(attempts);
        return counter;
    }

    /// <summary>A try has ended.</summary>
    public void End(ServerCounter counter, Server server, TryOutcome outcome, int status)
    {
        counter.End(RetryRules.IsServersFault(outcome));
        health.Observe(server, outcome, status);
    }
}
