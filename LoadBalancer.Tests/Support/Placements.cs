using CsCheck;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Tests.Support;

/// <summary>Generates random members and describes the results of placements by server ids.</summary>
internal static class Placements
{
    /// <summary>Enough hashes to reach every server of a small cluster, including both ends of the ring.</summary>
    public static readonly ulong[] Probes = [0, 1, ulong.MaxValue, .. Enumerable.Range(0, 400).Select(i => KeyHash.Of($"probe-{i}"))];

    public static Gen<PlacementMember[]> Members(int fewest, int most) =>
        Gen.Select(
            Gen.String[Gen.Char["ab1.-_Z"], 1, 5].ArrayUnique[fewest, most],
            Gen.Int[1, 1_000].Array[most],
            (ids, weights) => ids.Select((id, i) => new PlacementMember(id, weights[i])).ToArray());

    public static PlacementMember[] Equal(int count, int weight = 100) =>
        [.. Enumerable.Range(1, count).Select(i => new PlacementMember($"server-{i}", weight))];

    public static string? OwnerId(this IPlacement placement, ulong hash) =>
        placement.Owner(hash) is >= 0 and var owner ? placement.Members[owner].Id : null;

    public static string[] CandidateIds(this IPlacement placement, ulong hash)
    {
        var candidates = new List<string>();
        var walk = new CandidateWalk(placement, hash, new ulong[CandidateWalk.WordsFor(placement.Members.Length)]);
        while (walk.MoveNext())
        {
            candidates.Add(placement.Members[walk.Current].Id);
        }

        return [.. candidates];
    }

    /// <summary>Returns each server's share of the given number of keys.</summary>
    public static Dictionary<string, double> Shares(this IPlacement placement, int keys)
    {
        var counts = new int[placement.Members.Length];
        for (var i = 0; i < keys; i++)
        {
            counts[placement.Owner(KeyHash.Of(placement.Algorithm, $"key-{i}"))]++;
        }

        return placement.Members.Select((member, i) => (member.Id, Share: counts[i] / (double)keys))
            .ToDictionary(entry => entry.Id, entry => entry.Share, StringComparer.Ordinal);
    }
}
