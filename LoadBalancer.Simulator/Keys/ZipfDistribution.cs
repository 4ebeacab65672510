namespace LoadBalancer.Simulator.Keys;

/// <summary>Zipf's law over ranks 1 to n. Immutable, thread-safe.</summary>
internal sealed class ZipfDistribution
{
    private readonly double[] _cumulated;

    /// <summary>Prepares the distribution. O(n), 8 bytes for each rank.</summary>
    /// <param name="exponent">The exponent: 0 makes all ranks equally frequent; about 1 is typical of real requests.</param>
    /// <param name="ranks">The number of ranks, n.</param>
    public ZipfDistribution(double exponent, int ranks)
    {
        _cumulated = new double[ranks];
        var sum = 0.0;
        for (var rank = 1; rank <= ranks; rank++)
        {
            _cumulated[rank - 1] = sum += Math.Pow(rank, -exponent);
        }
    }

    /// <summary>Returns the rank at a quantile. O(log n).</summary>
    /// <param name="part">The quantile: from 0, inclusive, to 1, exclusive.</param>
    public int RankAt(double part)
    {
        var place = Array.BinarySearch(_cumulated, part * _cumulated[^1]);
        return (place < 0 ? ~place : place + 1) + 1;
    }

    /// <summary>Returns the probability of a rank.</summary>
    public double PartOf(int rank) => (_cumulated[rank - 1] - (rank == 1 ? 0 : _cumulated[rank - 2])) / _cumulated[^1];
}
