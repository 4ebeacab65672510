using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// Reports the outcomes of one request's attempts to the health monitor: at once, or when another server has proven that the request is not
/// the cause; see <see cref="SuspectServers{T}"/>. May be reused for one request after the other; not thread-safe.
/// </summary>
internal sealed class RequestVerdicts(Attempts attempts, HealthMonitor health)
{
    private readonly SuspectServers<AttemptEnd> _suspects = new();

    /// <summary>Reports the outcome of an attempt.</summary>
    /// <param name="server">The server.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="status">The status of the response, if there was one.</param>
    /// <param name="failure">What went wrong; none if the server has responded, or if the client is the cause.</param>
    public void Add(Server server, AttemptOutcome outcome, int status, Failure failure)
    {
        var end = new AttemptEnd(server, outcome, status, failure, attempts.Hash);
        if (RetryRules.IsHeld(outcome) || (outcome == AttemptOutcome.Responded && health.IsFailure(status)))
        {
            _suspects.Add(end);
        }
        else
        {
            health.Observe(end);
        }
    }

    /// <summary>
    /// Records that a server has responded successfully, which proves that servers which have failed the request are at fault.
    /// </summary>
    public void Prove()
    {
        if (!_suspects.Any)
        {
            return;
        }

        foreach (var failed in _suspects.TakeProven())
        {
            health.Observe(failed with { IsProven = true });
        }
    }

    /// <summary>Records that there are no more attempts.</summary>
    public void End()
    {
        if (_suspects.TryTakeLast(out var failed))
        {
            health.Observe(failed);
        }
    }
}
