using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Benchmarks.Quality;

/// <summary>Keys that one server's change moved, as shares of all keys.</summary>
/// <param name="Moved">All that moved.</param>
/// <param name="Ideal">What had to move so that shares follow weights.</param>
/// <param name="BetweenOthers">Those of them that moved between two servers that did not change.</param>
internal readonly record struct MovedKeys(double Moved, double Ideal, double BetweenOthers)
{
    public static MovedKeys Between(IPlacement before, IPlacement after, ulong[] hashes, double ideal)
    {
        var comparison = PlacementComparison.Between(before, hashes, after, hashes);
        return new(comparison.Moved, ideal, comparison.MovedBetweenUnchanged);
    }

    public static MovedKeys Mean(IEnumerable<MovedKeys> runs)
    {
        var all = runs.ToList();
        return new(all.Average(run => run.Moved), all.Average(run => run.Ideal), all.Average(run => run.BetweenOthers));
    }
}
