namespace LoadBalancer.Benchmarks.Quality;

/// <summary>Keys that one server's change moved, as shares of all keys.</summary>
/// <param name="Moved">All that moved.</param>
/// <param name="Ideal">What had to move so that shares follow weights.</param>
/// <param name="BetweenOthers">Those of them that moved between two servers that did not change.</param>
internal readonly record struct MovedKeys(double Moved, double Ideal, double BetweenOthers)
{
    public static MovedKeys Between(string[] before, string[] after, string changed, double ideal)
    {
        var (moved, others) = (0, 0);
        for (var key = 0; key < before.Length; key++)
        {
            if (!string.Equals(before[key], after[key], StringComparison.Ordinal))
            {
                moved++;
                others += string.Equals(before[key], changed, StringComparison.Ordinal) || string.Equals(after[key], changed, StringComparison.Ordinal) ? 0 : 1;
            }
        }

        return new(moved / (double)before.Length, ideal, others / (double)before.Length);
    }

    public static MovedKeys Mean(IEnumerable<MovedKeys> runs)
    {
        var all = runs.ToList();
        return new(all.Average(run => run.Moved), all.Average(run => run.Ideal), all.Average(run => run.BetweenOthers));
    }
}
