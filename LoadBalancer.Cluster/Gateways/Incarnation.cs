using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>One process of one server: a process that takes another's place at the same id is another one. Thread-safe.</summary>
public static class Incarnation
{
    /// <summary>What gateways call it in their reports.</summary>
    public static string NameOf(Server server) => $"{server.Id}@{server.Instance ?? server.Url}";

    /// <summary>Whether two records of one server are of the same process.</summary>
    public static bool AreEqual(Server left, Server right) => string.Equals(left.Instance ?? left.Url, right.Instance ?? right.Url, StringComparison.Ordinal);
}
