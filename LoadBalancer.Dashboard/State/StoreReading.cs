using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Registry.Counters;
using LoadBalancer.Registry.Events;
using LoadBalancer.Registry.Gateways;
using LoadBalancer.Registry.Replicas;

namespace LoadBalancer.Dashboard.State;

/// <summary>What the store said at one tick, statistics apart: <see cref="StatisticsHistory"/> keeps these.</summary>
internal sealed record StoreReading(
    DateTimeOffset At,
    MembershipSnapshot Membership,
    ImmutableDictionary<string, TimeSpan> Leases,
    ImmutableArray<GatewayReport> Gateways,
    ImmutableArray<KnownGateway> LostGateways,
    ImmutableDictionary<string, ServerCounts> Totals,
    ImmutableArray<ClusterEvent> Events,
    ImmutableArray<ClusterEvent> Changes,
    ReplicaStatus Replicas);
