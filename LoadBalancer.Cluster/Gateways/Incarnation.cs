using System.Runtime.CompilerServices;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>One process of a server. A process that replaces another under the same id is a different incarnation. Thread-safe.</summary>
public static class Incarnation
{
    private static readonly ConditionalWeakTable<Server, string> Names = [];

    /// <summary>
    /// Returns the name of an incarnation in the reports of gateways. Does not allocate for a record that was passed before.
    /// </summary>
    public static string NameOf(Server server) => Names.GetValue(server, static named => $"{named.Id}@{named.Instance ?? named.Url}");

    /// <summary>Returns the id of the server in a name created by <see cref="NameOf"/>.</summary>
    public static string IdIn(string name) => name.Split('@')[0];

    /// <summary>Whether two records of one server belong to the same process.</summary>
    public static bool AreEqual(Server left, Server right) =>
        string.Equals(left.Instance ?? left.Url, right.Instance ?? right.Url, StringComparison.Ordinal);
}
