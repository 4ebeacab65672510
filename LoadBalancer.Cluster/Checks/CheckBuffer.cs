using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Checks;

/// <summary>
/// The last check of each server by this gateway that has not been written yet. At most <see cref="Capacity"/>, which is twice the greatest
/// membership; further ones are dropped and counted. Filled by the prober, never by requests. Thread-safe.
/// </summary>
internal sealed class CheckBuffer(GatewayIdentity identity, StoreClock clock)
{
    public const int Capacity = 2 * ServerRules.MaxServers;

    private readonly Lock _lock = new();
    private Dictionary<ServerProcess, ServerCheck> _checks = [];
    private int _dropped;

    /// <summary>Adds the result of a probe, if it says what was asked.</summary>
    public void Add(Server server, ProbeResult result)
    {
        if (result.Details is not { } details)
        {
            return;
        }

        var process = ServerProcess.Of(server);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.Now.ToUnixTimeMilliseconds());
        var failure = result.Failure;
        Add(new(
            process, at, identity.Id, details, failure.IsNone ? null : FailureCauses.NameOf(failure.Cause),
            FailureText.Shorten(failure.Detail)));
    }

    /// <summary>Removes and returns all checks, and the number of those that were dropped since the last call.</summary>
    public (IReadOnlyCollection<ServerCheck> Checks, int Dropped) Take()
    {
        lock (_lock)
        {
            var (checks, dropped) = (_checks, _dropped);
            (_checks, _dropped) = ([], 0);
            return (checks.Values, dropped);
        }
    }

    /// <summary>Puts checks back that could not be written, except those that are replaced or out of date.</summary>
    public void PutBack(IEnumerable<ServerCheck> checks)
    {
        var oldest = clock.Now - ICheckStore.Lifetime;
        lock (_lock)
        {
            foreach (var check in checks.Where(check => check.At > oldest && _checks.Count < Capacity))
            {
                _checks.TryAdd(check.Process, check);
            }
        }
    }

    private void Add(ServerCheck check)
    {
        lock (_lock)
        {
            if (_checks.Count < Capacity || _checks.ContainsKey(check.Process))
            {
                _checks[check.Process] = check;
            }
            else
            {
                _dropped++;
            }
        }
    }
}
