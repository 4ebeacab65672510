using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Dashboard.Components;

/// <summary>Which events a viewer wants to see.</summary>
/// <param name="Group">The name of a group in <see cref="Groups"/>; empty for all.</param>
/// <param name="Text">A part of a server, a gateway, an author, or the detail; empty for all.</param>
internal sealed record EventQuery(string Group, string Text)
{
    /// <summary>The names of the parameters in the address.</summary>
    public const string GroupName = "kind", TextName = "q";

    /// <summary>The groups of kinds: their names in the address, those for people, and the kinds.</summary>
    public static readonly ImmutableArray<(string Value, string Name, ImmutableArray<ClusterEventKind> Kinds)> Groups =
    [
        ("membership", "Membership",
            [ClusterEventKind.Joined, ClusterEventKind.Left, ClusterEventKind.Expired, ClusterEventKind.PutBack]),
        ("health", "Health", [ClusterEventKind.Unhealthy, ClusterEventKind.Healthy]),
        ("changes", "Drains, weights, algorithm, replicas",
            [
                ClusterEventKind.Draining, ClusterEventKind.Activated, ClusterEventKind.Weighted, ClusterEventKind.HealthCheckChanged,
                ClusterEventKind.AlgorithmChanged, ClusterEventKind.ReplicasChanged,
            ]),
        ("gateways", "Gateways",
            [
                ClusterEventKind.GatewayJoined, ClusterEventKind.GatewayLeft, ClusterEventKind.GatewayLost, ClusterEventKind.GatewayBack,
                ClusterEventKind.GatewayForgotten,
            ]),
        ("redis", "Redis", [ClusterEventKind.StoreLost, ClusterEventKind.StoreBack, ClusterEventKind.DataLost]),
    ];

    /// <summary>Reads the parameters of an address; a group that does not exist counts as absent.</summary>
    public static EventQuery Read(Func<string, string?> valueOf) => new(
        Groups.FirstOrDefault(group => string.Equals(group.Value, valueOf(GroupName), StringComparison.Ordinal)).Value ?? "",
        (valueOf(TextName) ?? "").Trim());

    /// <summary>Whether an event is one of them.</summary>
    public bool Matches(ClusterEvent one) =>
        (Group.Length == 0 || Groups.First(group => string.Equals(group.Value, Group, StringComparison.Ordinal)).Kinds.Contains(one.Kind))
        && (Text.Length == 0 || Has(one.Server?.Value) || one.Servers?.Any(server => Has(server.Value)) == true
            || Has(one.Gateway?.Value) || Has(one.By) || Has(Words.DetailOf(one)));

    private bool Has(string? whole) => whole?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true;
}
