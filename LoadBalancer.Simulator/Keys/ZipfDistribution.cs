namespace LoadBalancer.Simulator.Keys;

/// <summary>Zipf's law over ranks 1 to n. Immutable, thread-safe.</summary>
internal sealed class ZipfDistribution
{
    private readonly double[] _cumulated;

    /// <summary>Prepares it. O(n), 8 bytes for each rank.</summary>
    /// <param name="exponent">0 for all alike; about 1 for what people ask for.</param>
    /// <param name="ranks">How many there are.</param>
    public ZipfDistribution(double exponent, int ranks)
    {
        _cumulated = new double[ranks];
        var sum = 0.0;
        for (var rank = 1; rank <= ranks; rank++)
        {
            _cumulated[rank - 1] = sum += Math.Pow(rank, -exponent);
        }
    }

    /// <summary>The rank at a part of the whole. O(log n).</summary>
    /// <param name="part">From 0, included, to 1, excluded.</param>
    public int RankAt(double part)
    {
        var place = Array.BinarySearch(_cumulated, part * _cumulated[^1]);
        return (place < 0 ? ~place : place + 1) + 1;
    }

    /// <summary>The part of all that a rank has.</summary>
    public double PartOf(int rank) => (_cumulated[rank - 1] - (rank == 1 ? 0 : _cumulated[rank - 2])) / _cumulated[^1];
}
