using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Benchmarks.Quality;

/// <summary>The keys that a change of one server moved, as shares of all keys.</summary>
/// <param name="Moved">All keys that moved.</param>
/// <param name="Ideal">The keys that had to move for the shares to follow the weights.</param>
/// <param name="BetweenOthers">The moved keys that moved between two servers that did not change.</param>
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
