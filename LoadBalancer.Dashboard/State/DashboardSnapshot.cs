using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Everything that is shown, as one immutable object: read and computed once per tick, however many look at it.
/// While the store is out of reach the last one stays, with <see cref="Store"/> saying so.
/// </summary>
internal sealed record DashboardSnapshot
{
    /// <summary>When the store was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the store is within reach, and since when.</summary>
    public required RegistryConnectionSnapshot Store { get; init; }

    /// <summary>
    /// Members and placement as the gateways have it: their algorithm, the weights in effect, the health that they agree on.
    /// </summary>
    public required ClusterSnapshot Cluster { get; init; }

    /// <summary>The members, in the membership's order.</summary>
    public required ImmutableArray<ServerView> Servers { get; init; }

    /// <summary>The gateways that have reported of late, by name.</summary>
    public required ImmutableArray<GatewayView> Gateways { get; init; }

    /// <summary>
    /// The gateways that stopped reporting without leaving, by name. Whether they still serve, and by which placement, is unknown.
    /// </summary>
    public ImmutableArray<KnownGateway> LostGateways { get; init; } = [];

    /// <summary>The names that several gateways report under at once: each needs a <c>Gateway:Id</c> of its own.</summary>
    public ImmutableArray<string> Namesakes { get; init; } = [];

    /// <summary>Requests since the cluster began, those of servers that have left included: the total of <c>/stats</c>.</summary>
    public required long TotalRequests { get; init; }

    /// <summary>The counts since the cluster began, by server id, those of servers that have left included.</summary>
    public required ImmutableDictionary<string, ServerCounts> Totals { get; init; }

    /// <summary>The last 30 minutes at the servers that have left.</summary>
    public ServerStatistics RecentDeparted { get; init; } = ServerStatistics.None;

    /// <summary>What clients got in the last 30 minutes whose requests came to no server.</summary>
    public ResponseCounts Unplaced { get; init; }

    /// <summary>Requests of the last 30 minutes: those of servers that have left, and those that came to no server, included.</summary>
    public long RecentRequests => Servers.Sum(server => server.Recent.Requests) + RecentDeparted.Requests + Unplaced.Requests;

    /// <summary>What all clients got in the last 30 minutes.</summary>
    public ResponseCounts Responses =>
        ResponseCounts.Sum([.. Servers.Select(server => server.Recent.Responses), RecentDeparted.Responses, Unplaced]);

    /// <summary>The last 30 minutes.</summary>
    public required Timeline Timeline { get; init; }

    /// <summary>The most frequent keys of the last 30 minutes, the most frequent first.</summary>
    public required ImmutableArray<HotKeyView> HotKeys { get; init; }

    /// <summary>The latest events, the latest first.</summary>
    public required ImmutableArray<ClusterEvent> Events { get; init; }

    /// <summary>The latest changes by people, the latest first. Other events do not push them out.</summary>
    public ImmutableArray<ClusterEvent> Changes { get; init; } = [];

    /// <summary>How many servers are wanted, and who sees to it.</summary>
    public required ReplicaStatus Replicas { get; init; }

    /// <summary>Whether all gateways place every key alike; unknown, and so not, while one is lost.</summary>
    public bool GatewaysAgree => LostGateways.IsEmpty && Gateways.All(gateway => gateway.DivergesSince is null);
}
