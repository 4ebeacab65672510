using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Dashboard.State.Weights;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Everything that the dashboard shows, as one immutable object: read and computed once per tick for all viewers. While the store is
/// unreachable the last snapshot stays, as indicated by <see cref="Store"/>.
/// </summary>
internal sealed record DashboardSnapshot
{
    /// <summary>When the store was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the store is reachable, and since when.</summary>
    public required RegistryConnectionSnapshot Store { get; init; }

    /// <summary>
    /// The members and the placement of the gateways: their algorithm, the effective weights, and the health that they agree on.
    /// </summary>
    public required ClusterSnapshot Cluster { get; init; }

    /// <summary>
    /// The placement algorithm of the gateways' settings; <see langword="null"/> if the membership determines the algorithm, so that the
    /// settings have no effect.
    /// </summary>
    public PlacementAlgorithm? AlgorithmOfSettings => Cluster.Membership.Algorithm is null ? Cluster.Placement.Algorithm : null;

    /// <summary>The members, in the membership's order.</summary>
    public required ImmutableArray<ServerView> Servers { get; init; }

    /// <summary>The servers that are no longer members, as far as the events are kept.</summary>
    public ImmutableDictionary<ServerId, DepartedServer> Departed { get; init; } = ImmutableDictionary<ServerId, DepartedServer>.Empty;

    /// <summary>The servers that were lost in the last <see cref="DepartedServer.AlarmTime"/>, the latest one last.</summary>
    public ImmutableArray<DepartedServer> LostServers =>
    [
        .. Departed.Values.Where(server => server.IsLost && At - server.At < DepartedServer.AlarmTime)
            .OrderBy(server => server.At).ThenBy(server => server.Id.Value, NaturalOrder.Instance),
    ];

    /// <summary>The gateways that have reported recently, by name.</summary>
    public required ImmutableArray<GatewayView> Gateways { get; init; }

    /// <summary>
    /// The gateways that stopped reporting without leaving, by name. Whether they still serve, and with which placement, is unknown.
    /// </summary>
    public ImmutableArray<KnownGateway> LostGateways { get; init; } = [];

    /// <summary>The names that several gateways report under at once; each gateway needs its own <c>Gateway:Id</c>.</summary>
    public ImmutableArray<GatewayId> Namesakes { get; init; } = [];

    /// <summary>The number of requests since the cluster began, including servers that have left: the total of <c>/stats</c>.</summary>
    public required long TotalRequests { get; init; }

    /// <summary>The counts since the cluster began, by server id, including servers that have left.</summary>
    public required ImmutableDictionary<ServerId, ServerCounts> Totals { get; init; }

    /// <summary>The statistics for the last 30 minutes of servers that have left.</summary>
    public ServerStatistics RecentDeparted { get; init; } = ServerStatistics.None;

    /// <summary>The responses in the last 30 minutes to requests that were not sent to a server.</summary>
    public ResponseCounts Unplaced { get; init; }

    /// <summary>
    /// The number of requests in the last 30 minutes, including servers that have left and requests that were not sent to a server.
    /// </summary>
    public long RecentRequests => Servers.Sum(server => server.Recent.Requests) + RecentDeparted.Requests + Unplaced.Requests;

    /// <summary>The responses that all clients received in the last 30 minutes.</summary>
    public ResponseCounts Responses =>
        ResponseCounts.Sum([.. Servers.Select(server => server.Recent.Responses), RecentDeparted.Responses, Unplaced]);

    /// <summary>The timeline of the last 30 minutes.</summary>
    public required Timeline Timeline { get; init; }

    /// <summary>
    /// The weights in effect during each interval of <see cref="Timeline"/>; <see langword="null"/> before the dashboard started.
    /// </summary>
    public ImmutableArray<WeightShares?> Weights { get; init; } = [];

    /// <summary>The most frequent keys of the last 30 minutes, the most frequent first.</summary>
    public required ImmutableArray<HotKeyView> HotKeys { get; init; }

    /// <summary>The latest events, the latest first.</summary>
    public required ImmutableArray<ClusterEvent> Events { get; init; }

    /// <summary>When Redis was found to have lost its data; <see langword="null"/> if no such event is kept.</summary>
    public DateTimeOffset? DataLostAt { get; init; }

    /// <summary>The latest changes by people, the latest first. Other events do not displace them.</summary>
    public ImmutableArray<ClusterEvent> Changes { get; init; } = [];

    /// <summary>The wanted number of servers, and the orchestrator that follows it.</summary>
    public required ReplicaStatus Replicas { get; init; }

    /// <summary>
    /// How far the dashboard's clock is ahead of the store's; negative if it is behind, <see langword="null"/> if this is unknown.
    /// </summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>The settings that decide where a key goes and that are not the same on all gateways. Computed at each call.</summary>
    public ImmutableArray<PolicyDifference> PolicyDifferences =>
        PolicyDifference.Among(Gateways.Select(gateway => gateway.Status), Cluster.Membership.Algorithm);

    /// <summary>The gateways whose build does not report the settings that decide where a key goes, by name.</summary>
    public ImmutableArray<GatewayId> GatewaysWithoutPolicy =>
        [.. Gateways.Where(gateway => gateway.Status.Policy is null).Select(gateway => gateway.Status.Name)];

    /// <summary>
    /// Whether all gateways place every key alike, according to their last reports; false while one is lost, since it is unknown then. It
    /// is false for a moment while a change spreads.
    /// </summary>
    public bool GatewaysAgree =>
        LostGateways.IsEmpty && Gateways.All(gateway => gateway.Divergence is null) && PolicyDifferences.IsEmpty;

    /// <summary>Whether gateways disagree for another reason than a change that is spreading.</summary>
    public bool IsDisagreementLasting =>
        !LostGateways.IsEmpty || Gateways.Any(gateway => gateway.Divergence is { IsLasting: true }) || !PolicyDifferences.IsEmpty;

    /// <summary>Returns a member; <see langword="null"/> if there is none with the id. O(n) in the servers.</summary>
    public ServerView? Find(ServerId server) => Servers.FirstOrDefault(view => view.Server.Id == server);
}
