using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Determines which gateways send a key elsewhere than most of them do, and why: each gateway has its own view of the servers' health, may
/// be at another version of the membership, or may have other settings. A pure function, thread-safe.
/// </summary>
internal static class KeyComparison
{
    /// <summary>
    /// Compares the gateways for one key, by name. O(gateways × servers), and O(points) for each gateway whose placement differs.
    /// </summary>
    public static ImmutableArray<KeyElsewhere> Of(DashboardSnapshot snapshot, string key)
    {
        var differences = snapshot.PolicyDifferences;
        var reporting = snapshot.Gateways.Select(gateway => Of(snapshot.Cluster, key, gateway.Status, differences)).OfType<KeyElsewhere>();
        var lost = snapshot.LostGateways.Select(
            gateway => new KeyElsewhere(gateway.Name, Server: null, "it has stopped reporting, so its view of the servers is unknown"));
        return [.. reporting.Concat(lost).OrderBy(elsewhere => elsewhere.Gateway.Value, StringComparer.Ordinal)];
    }

    private static KeyElsewhere? Of(
        ClusterSnapshot cluster, string key, GatewayStatus gateway, ImmutableArray<PolicyDifference> differences)
    {
        var membership = cluster.Membership;
        if (gateway.Epoch != membership.Epoch || gateway.Version != membership.Version)
        {
            return new(gateway.Name, Server: null, $"it uses version {gateway.Version} of the membership, not {membership.Version}");
        }

        if (Settings(gateway.Name, differences, PolicySettings.DecidesKey) is { } keySettings)
        {
            return new(gateway.Name, Server: null, $"{keySettings}, so it may read another key from the same request");
        }

        var view = ViewOf(cluster, gateway);
        var (here, there) = (cluster.Select(cluster.HashOf(key), []).Server, view.Select(view.HashOf(key), []).Server);
        if (here != there)
        {
            return new(gateway.Name, IdOf(membership, there), Why(cluster, view, key, here, there));
        }

        return Settings(gateway.Name, differences, PolicySettings.DecidesUnderLoad) is { } loadSettings
            ? new(gateway.Name, Server: null, $"{loadSettings}, so under load it passes the key on to another server earlier or later")
            : null;
    }

    /// <summary>Returns the cluster as a gateway describes it.</summary>
    private static ClusterSnapshot ViewOf(ClusterSnapshot cluster, GatewayStatus gateway)
    {
        var servers = cluster.Membership.Servers;
        return cluster.Next(
            cluster.Membership,
            gateway.Algorithm,
            [.. servers.Select(server => Math.Min(server.Weight, gateway.Weights.GetValueOrDefault(server.Id, server.Weight)))],
            new ClusterHealth([.. servers.Select(server => gateway.Unhealthy.GetValueOrDefault(server.Id))], gateway.IsPanic));
    }

    private static string Why(ClusterSnapshot cluster, ClusterSnapshot view, string key, int here, int there)
    {
        var servers = cluster.Membership.Servers;
        if (cluster.Placement.Algorithm != view.Placement.Algorithm)
        {
            return $"its algorithm is {view.Placement.Algorithm}, not {cluster.Placement.Algorithm}";
        }

        // Servers in slow start are the only ones whose weight differs from that in the membership.
        return cluster.Placement.Owner(cluster.HashOf(key)) != view.Placement.Owner(view.HashOf(key))
                ? "servers in slow start have another weight there"
            : here >= 0 && !view.IsUsable(here)
                ? $"it finds {servers[here].Id} unhealthy ({HealthReasons.TextOf(view.Health.Reasons[here])})"
            : there >= 0 && !view.Health.IsHealthy(there)
                ? "it uses unhealthy servers too, because it finds too few healthy"
            : $"it finds {servers[there].Id} healthy, and most gateways do not";
    }

    /// <summary>
    /// Returns the settings of one kind in which a gateway differs from most gateways; <see langword="null"/> if there are none.
    /// </summary>
    private static string? Settings(GatewayId gateway, ImmutableArray<PolicyDifference> differences, Func<string, bool> isOfKind)
    {
        var own = differences
            .Where(difference => isOfKind(difference.Setting) && difference.IsUnusual(gateway))
            .Select(difference => $"its {difference.Setting} is '{difference.ValueOf(gateway)}', not '{difference.OtherValue(gateway)}'")
            .ToArray();
        return own.Length == 0 ? null : string.Join(", and ", own);
    }

    private static ServerId? IdOf(MembershipSnapshot membership, int server) => server < 0 ? null : membership.Servers[server].Id;
}
