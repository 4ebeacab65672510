using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>Where a key belongs, and where a request with it goes at present.</summary>
/// <param name="Key">The key.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Candidates">The first servers in order of preference, the owner first, by their place in the membership.</param>
/// <param name="Selected">The one that gets it, and why; load is not looked at.</param>
internal sealed record KeyPlacement(string Key, ulong Hash, ImmutableArray<int> Candidates, SelectedServer Selected)
{
    /// <summary>Finds the place of a key.</summary>
    /// <param name="cluster">The cluster as it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="candidates">How many candidates to name at most.</param>
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
