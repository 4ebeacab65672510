using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>Determines the status of this gateway, which its reports contain for display. Thread-safe.</summary>
internal sealed class GatewayStatusReader(
    ClusterState state, PlacementPolicy policy, IRejectionCount rejections, GatewayIdentity identity, StoreClock clock,
    TimeProvider timeProvider)
{
    private readonly DateTimeOffset _started = timeProvider.GetUtcNow();

    /// <summary>Returns the current status.</summary>
    public GatewayStatus Read()
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
            Rejected = rejections.Total,
            Policy = policy.Settings,
            ClockAhead = clock.Ahead,
        };

        ImmutableDictionary<ServerId, T> Where<T>(Func<int, bool> isIncluded, Func<int, T> value) =>
            Enumerable.Range(0, servers.Length).Where(isIncluded)
                .ToImmutableDictionary(server => servers[server].Id, value);
    }
}
