using System.Runtime.CompilerServices;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>One process of one server: a process that takes another's place at the same id is another one. Thread-safe.</summary>
public static class Incarnation
{
    private static readonly ConditionalWeakTable<Server, string> Names = [];

    /// <summary>What gateways call it in their reports. Allocates nothing for a record that was asked for before.</summary>
    public static string NameOf(Server server) => Names.GetValue(server, static named => $"{named.Id}@{named.Instance ?? named.Url}");

    /// <summary>The id of the server in a name that <see cref="NameOf"/> has made.</summary>
    public static string IdIn(string name) => name.Split('@')[0];

    /// <summary>Whether two records of one server are of the same process.</summary>
    public static bool AreEqual(Server left, Server right) =>
        string.Equals(left.Instance ?? left.Url, right.Instance ?? right.Url, StringComparison.Ordinal);
}
