using System.Collections.Immutable;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>Determines the status of this gateway, which its reports contain for display. Thread-safe.</summary>
internal sealed class GatewayStatusReader(
    ClusterState state, PlacementPolicy policy, IDataPlane dataPlane, GatewayIdentity identity, StoreClock clock,
    TimeProvider timeProvider)
{
    /// <summary>
    /// The greatest number of failures in a status, which a gateway sends every <c>Gateway:LoadInterval</c>: those of 10,000 servers would
    /// be 2 MB. Further servers have their last check (<see cref="Checks.ICheckStore"/>).
    /// </summary>
    public const int MostFailures = 200;

    private readonly DateTimeOffset _started = timeProvider.GetUtcNow();

    /// <summary>Returns the current status.</summary>
    /// <param name="failures">What the gateway met on the servers that it finds unhealthy.</param>
    /// <param name="fault">The latest fault of a background loop, if any.</param>
    public GatewayStatus Read(IEnumerable<(ServerId Id, Failure Failure)> failures, BackgroundFault? fault)
    {
        var cluster = state.Cluster;
        var servers = cluster.Membership.Servers;
        var members = cluster.Placement.Members;
        return new(
            identity.Id,
            _started,
            cluster.Membership.Epoch,
            cluster.Membership.Version,
            cluster.Digest,
            cluster.Placement.Algorithm,
            cluster.Health.IsPanic,
            Where(server => !cluster.Health.IsHealthy(server), server => cluster.Health.Reasons[server]),
            Where(server => members[server].Weight != servers[server].Weight, server => members[server].Weight))
        {
            Failures = failures.Take(MostFailures)
                .ToImmutableDictionary(one => one.Id, one => FailureText.Shorten(one.Failure.ToString())),
            Fault = fault,
            Rejected = dataPlane.Rejected,
            Policy = policy.Settings,
            ClockAhead = clock.Ahead,
            Facts = dataPlane.Facts,
        };

        ImmutableDictionary<ServerId, T> Where<T>(Func<int, bool> isIncluded, Func<int, T> value) =>
            Enumerable.Range(0, servers.Length).Where(isIncluded)
                .ToImmutableDictionary(server => servers[server].Id, value);
    }
}
