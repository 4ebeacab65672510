using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>The owner of a key, and the server that currently receives a request with it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Candidates">The first servers in order of preference, the owner first, by their index in the membership.</param>
/// <param name="Selected">The selected server and the reason; load is not considered.</param>
internal sealed record KeyPlacement(string Key, ulong Hash, ImmutableArray<int> Candidates, SelectedServer Selected)
{
    /// <summary>Determines the placement of a key.</summary>
    /// <param name="cluster">The current cluster.</param>
    /// <param name="key">The key.</param>
    /// <param name="candidates">The maximum number of candidates.</param>
    public static KeyPlacement Of(ClusterSnapshot cluster, string key, int candidates)
    {
        var hash = cluster.HashOf(key);
        var found = ImmutableArray.CreateBuilder<int>(candidates);
        var walk = new CandidateWalk(cluster.Placement, hash, new ulong[CandidateWalk.WordsFor(cluster.Membership.Servers.Length)]);
        while (found.Count < candidates && walk.MoveNext())
        {
            found.Add(walk.Current);
        }

        return new(key, hash, found.ToImmutable(), cluster.Select(hash, []));
    }
}
