using System.Collections.Immutable;

namespace LoadBalancer.Core.Membership;

/// <summary>
/// Computes the membership when a gateway restores what a store has lost. Servers that have joined since are kept, and versions continue
/// from the greater one. A pure function, thread-safe.
/// </summary>
public static class LostMembership
{
    private const int MostOrigins = 16;

    /// <summary>
    /// Merges a lost membership into the stored one. Of two records of one server, the lost one is used if it is of the same process, so
    /// that an operator's weight and drain survive the loss; otherwise the one that joined later. Servers that would make the membership
    /// too large are omitted. O(n log n).
    /// </summary>
    /// <returns>
    /// The next membership, which <see cref="MembershipSnapshot.Covers"/> both. It has no epoch, so that the store begins a new one:
    /// later writes must not be mistaken for what a gateway has seen before under the same versions.
    /// </returns>
    public static MembershipSnapshot PutBack(MembershipSnapshot stored, MembershipSnapshot lost)
    {
        var servers = stored.Servers.ToDictionary(server => server.Id, server => Merge(server, lost.Find(server.Id)));
        var weight = servers.Values.Sum(server => server.Weight);
        foreach (var server in lost.Servers)
        {
            if (servers.Count < ServerRules.MaxServers
                && weight + server.Weight <= ServerRules.MaxTotalWeight
                && servers.TryAdd(server.Id, server))
            {
                weight += server.Weight;
            }
        }

        return new(
            Epoch.None,
            Math.Max(stored.Version, lost.Version) + 1,
            servers.Values,
            stored.Algorithm ?? lost.Algorithm,
            Include([lost.At, stored.At, .. stored.Continues, .. lost.Continues]));
    }

    /// <summary>Returns the greatest version of each epoch, the latest epochs first.</summary>
    private static ImmutableArray<MembershipVersion> Include(IEnumerable<MembershipVersion> origins) =>
    [
        .. origins
            .Where(origin => !origin.Epoch.IsNone)
            .GroupBy(origin => origin.Epoch, (_, same) => same.MaxBy(origin => origin.Version))
            .Take(MostOrigins),
    ];

    private static Server Merge(Server stored, Server? lost) => lost switch
    {
        null => stored,
        _ when IsSameProcess(stored, lost) => lost with { Lease = stored.Lease ?? lost.Lease },
        _ => lost.Since > stored.Since ? lost : stored,
    };

    private static bool IsSameProcess(Server stored, Server lost) =>
        string.Equals(stored.Instance, lost.Instance, StringComparison.Ordinal)
        && string.Equals(stored.Url, lost.Url, StringComparison.Ordinal);
}
