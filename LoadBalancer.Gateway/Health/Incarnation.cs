using LoadBalancer.Core.Membership;

namespace LoadBalancer.Gateway.Health;

/// <summary>One process of one server, as gateways name it to each other in their votes.</summary>
internal static class Incarnation
{
    public static string NameOf(Server server) => $"{server.Id}@{server.Instance ?? server.Url}";

    public static bool AreEqual(Server left, Server right) => string.Equals(left.Instance ?? left.Url, right.Instance ?? right.Url, StringComparison.Ordinal);
}
