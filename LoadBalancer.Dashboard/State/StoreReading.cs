using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>The state of the store at one tick, except the statistics, which <see cref="StatisticsHistory"/> keeps.</summary>
internal sealed record StoreReading(
    DateTimeOffset At,
    MembershipSnapshot Membership,
    ImmutableDictionary<ServerId, TimeSpan> Leases,
    ImmutableArray<GatewayReport> Gateways,
    ImmutableArray<KnownGateway> LostGateways,
    ImmutableDictionary<ServerId, ServerCounts> Totals,
    ImmutableArray<ClusterEvent> Events,
    ImmutableArray<ClusterEvent> Changes,
    ReplicaStatus Replicas);
