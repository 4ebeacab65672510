using System.Globalization;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Benchmarks.Quality;

/// <summary>The table that <c>quality</c> prints: Markdown, a line for each algorithm and size.</summary>
internal static class QualityReport
{
    private const int Keys = 1_000_000;
    private const int ClusterCount = 5;

    private static readonly int[] Sizes = [3, 5, 10, 20, 50, 100, 1_000];

    public static void Write(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Keys:N0} keys, servers of equal weight. Means of {ClusterCount} clusters with different server names; for the peak, also "
            + $"the worst. Moved: share of all keys / ideal / between unchanged servers."));
        output.WriteLine();
        output.WriteLine(
            "| servers | algorithm | peak ÷ mean (worst) | deviation | join: moved / ideal / others | leave | weight doubled |");
        output.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var size in Sizes)
        {
            WriteSampling(output, size);
            foreach (var algorithm in Enum.GetValues<PlacementAlgorithm>())
            {
                var quality = PlacementQuality.Measure(algorithm, size, Clusters.Hashes(Keys, algorithm), ClusterCount);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {size:N0} | {algorithm} | {quality.PeakToMean:F3} ({quality.WorstPeakToMean:F3}) | {quality.Deviation:P1} | "
                    + $"{Moved(quality.Join)} | {Moved(quality.Leave)} | {Moved(quality.Reweigh)} |"));
            }
        }
    }

    /// <summary>Writes the effect of bounded load on keys whose popularity follows Zipf's law.</summary>
    public static void WriteSpill(TextWriter output)
    {
        output.WriteLine(
            "| servers | algorithm | factor | peak ÷ mean in flight, unbounded | bounded | requests not sent to their owner |");
        output.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: |");
        foreach (var size in (int[])[3, 10, 100])
        {
            foreach (var algorithm in Enum.GetValues<PlacementAlgorithm>())
            {
                foreach (var factor in (double[])[1.1, 1.25, 2])
                {
                    var spill = Spill.Measure(algorithm, size, factor);
                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {size:N0} | {algorithm} | {factor} | {spill.Unbounded:F2} | {spill.Bounded:F2} | {spill.Spilled:P1} |"));
                }
            }
        }
    }

    /// <summary>Writes the result of these keys for perfectly equal shares, which is the noise in the lines below it.</summary>
    private static void WriteSampling(TextWriter output, int size)
    {
        var counts = new int[size];
        foreach (var hash in Clusters.Hashes(Keys))
        {
            counts[(int)Math.BigMul(hash, (ulong)size, out _)]++;
        }

        var relative = counts.Select(count => count * (double)size / Keys).ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {size:N0} | *equal shares* | {relative.Max():F3} | "
            + $"{Math.Sqrt(relative.Average(share => (share - 1) * (share - 1))):P1} | | | |"));
    }

    private static string Moved(MovedKeys keys) =>
        string.Create(CultureInfo.InvariantCulture, $"{keys.Moved * 100:F2} / {keys.Ideal * 100:F2} / {keys.BetweenOthers * 100:F2} %");
}
