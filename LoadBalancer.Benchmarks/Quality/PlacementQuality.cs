using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Benchmarks.Quality;

/// <summary>How evenly an algorithm places keys, and how many keys move when one of several equal servers changes.</summary>
/// <param name="PeakToMean">The largest share divided by the mean share.</param>
/// <param name="WorstPeakToMean">The same in the worst of several clusters.</param>
/// <param name="Deviation">The standard deviation of the shares divided by the mean share.</param>
/// <param name="Join">The keys that move when a server joins.</param>
/// <param name="Leave">The keys that move when a server leaves.</param>
/// <param name="Reweigh">The keys that move when a server's weight doubles.</param>
internal sealed record PlacementQuality(
    double PeakToMean, double WorstPeakToMean, double Deviation, MovedKeys Join, MovedKeys Leave, MovedKeys Reweigh)
{
    /// <summary>Measures with the same keys on clusters that differ only in the names of their servers.</summary>
    public static PlacementQuality Measure(PlacementAlgorithm algorithm, int servers, ulong[] hashes, int clusters)
    {
        var runs = Enumerable.Range(1, clusters).Select(cluster => MeasureOne(algorithm, servers, hashes, $"c{cluster}-backend-")).ToList();
        return new(
            runs.Average(run => run.PeakToMean),
            runs.Max(run => run.PeakToMean),
            runs.Average(run => run.Deviation),
            MovedKeys.Mean(runs.Select(run => run.Join)),
            MovedKeys.Mean(runs.Select(run => run.Leave)),
            MovedKeys.Mean(runs.Select(run => run.Reweigh)));
    }

    private static PlacementQuality MeasureOne(PlacementAlgorithm algorithm, int servers, ulong[] hashes, string prefix)
    {
        var members = Clusters.Equal(servers, prefix);
        var placement = Placement.Build(algorithm, members);
        var newcomer = new PlacementMember($"{prefix}new", 100);
        var changed = members[servers / 2];

        var (peak, deviation) = Spread(Owners(placement, hashes), members);
        var joined = placement.Rebuild([.. members, newcomer]);
        var left = placement.Rebuild(members.Where(member => member != changed));
        var reweighed = placement.Rebuild(members.Select(member => member == changed ? changed with { Weight = 200 } : member));
        return new(
            peak,
            peak,
            deviation,
            MovedKeys.Between(placement, joined, hashes, 1.0 / (servers + 1)),
            MovedKeys.Between(placement, left, hashes, 1.0 / servers),
            MovedKeys.Between(placement, reweighed, hashes, (2.0 / (servers + 1)) - (1.0 / servers)));
    }

    private static string[] Owners(IPlacement placement, ulong[] hashes) =>
        Array.ConvertAll(hashes, hash => placement.Members[placement.Owner(hash)].Id);

    private static (double PeakToMean, double Deviation) Spread(string[] owners, PlacementMember[] members)
    {
        var counts = owners.CountBy(owner => owner, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var mean = owners.Length / (double)members.Length;
        var relative = members.Select(member => counts.GetValueOrDefault(member.Id) / mean).ToList();
        return (relative.Max(), Math.Sqrt(relative.Average(share => (share - 1) * (share - 1))));
    }
}
