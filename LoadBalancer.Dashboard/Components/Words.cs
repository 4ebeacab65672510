using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.Components;

/// <summary>The texts for values on the page.</summary>
internal static class Words
{
    /// <summary>What stands between the verdict and its cause in the detail of an event.</summary>
    private const string LastFailure = "the last failure: ";

    /// <summary>Returns one gateway's verdict on a server.</summary>
    public static string Of(ServerHealthView verdict) => verdict.Failure is { } failure && verdict.Reason != HealthReason.Healthy
        ? $"{HealthReasons.TextOf(verdict.Reason)}; last failure: {FailureTexts.OfText(failure)}"
        : HealthReasons.TextOf(verdict.Reason);

    /// <summary>
    /// Returns the detail of an event: a cause in words. Gateways of earlier builds write the name of a verdict's reason into it.
    /// </summary>
    public static string DetailOf(ClusterEvent happened)
    {
        var detail = happened.Detail;
        if (happened.Kind != ClusterEventKind.Unhealthy)
        {
            return detail;
        }

        var cause = detail.IndexOf(LastFailure, StringComparison.Ordinal) + LastFailure.Length;
        return Enum.GetNames<HealthReason>().Contains(detail, StringComparer.Ordinal)
                ? HealthReasons.TextOf(Enum.Parse<HealthReason>(detail))
            : cause < LastFailure.Length ? detail
            : detail[..cause] + FailureTexts.OfText(detail[cause..]);
    }

    public static string ToneOf(AlarmSeverity severity) => severity == AlarmSeverity.Critical ? "bad" : "warn";

    public static string About(PlacementAlgorithm algorithm) => algorithm switch
    {
        PlacementAlgorithm.Ring => "Consistent hashing on a 64-bit circle. Each server has points on it; a key "
            + "belongs to the first point at or after its hash.",
        PlacementAlgorithm.Maglev => "A lookup table instead of a circle: the hash modulo the table’s size selects an "
            + "entry, and the entry contains the server.",
        PlacementAlgorithm.Rendezvous => "No circle and no table: each server gets a score for the key, adjusted for its "
            + "weight, and the highest score wins.",
        PlacementAlgorithm.Ketama => "The circle of nginx’s “hash … consistent”, point for point, so keys stay where nginx placed them.",
        _ => algorithm.ToString(),
    };

    /// <summary>Explains why a server that registers itself returns after it is removed.</summary>
    public const string Returns = "Its process keeps running and will register again. To keep it out, stop or drain it.";

    /// <summary><see cref="Returns"/> for several servers.</summary>
    public const string ReturnSeveral =
        "Their processes keep running and will register again. To keep them out, stop or drain them.";

    /// <summary>Explains the limit on the wanted number of servers; <see langword="null"/> if it is the limit of every cluster.</summary>
    public static string? ReplicaLimit(int most) =>
        most < IReplicaStore.Most ? $"Up to {Figures.Count(most)}: restart the AppHost with --max-backends for more." : null;

    /// <summary>Returns text, icon, and tone for a kind of event.</summary>
    public static (string Text, string Icon, string Tone) Of(ClusterEventKind kind) => kind switch
    {
        ClusterEventKind.Joined => ("Joined", "join", "good"),
        ClusterEventKind.Left => ("Left", "leave", ""),
        ClusterEventKind.Expired => ("Lease expired", "clock", "bad"),
        ClusterEventKind.Draining => ("Draining", "drain", "warn"),
        ClusterEventKind.Activated => ("Activated", "play", "good"),
        ClusterEventKind.Weighted => ("Weight changed", "weight", "accent"),
        ClusterEventKind.HealthCheckChanged => ("Health check changed", "check", "accent"),
        ClusterEventKind.AlgorithmChanged => ("Algorithm changed", "shuffle", "accent"),
        ClusterEventKind.DataLost => ("Redis lost its data", "store", "bad"),
        ClusterEventKind.PutBack => ("Membership restored", "store", "accent"),
        ClusterEventKind.Unhealthy => ("Unhealthy", "warning", "bad"),
        ClusterEventKind.Healthy => ("Healthy again", "check", "good"),
        ClusterEventKind.StoreLost => ("Redis unavailable", "store", "bad"),
        ClusterEventKind.StoreBack => ("Redis available again", "store", "good"),
        ClusterEventKind.ReplicasChanged => ("Replicas changed", "replicas", "accent"),
        ClusterEventKind.GatewayJoined => ("Gateway joined", "gateways", "good"),
        ClusterEventKind.GatewayLeft => ("Gateway left", "gateways", ""),
        ClusterEventKind.GatewayLost => ("Gateway lost", "gateways", "bad"),
        ClusterEventKind.GatewayBack => ("Gateway returned", "gateways", "good"),
        ClusterEventKind.GatewayForgotten => ("Gateway forgotten", "gateways", "accent"),
        _ => (kind.ToString(), "events", ""),
    };
}
