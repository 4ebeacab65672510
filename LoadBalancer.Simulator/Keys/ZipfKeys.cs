using System.Globalization;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Keys;

/// <summary>A few keys are asked for much more often than others: the key of rank r with a weight of 1 / r^s.</summary>
/// <param name="distribution">Who is asked for how often.</param>
/// <param name="seed">Which draw.</param>
internal sealed class ZipfKeys(ZipfDistribution distribution, int seed) : IKeySequence
{
    public string KeyOf(long request) =>
        string.Create(CultureInfo.InvariantCulture, $"key-{distribution.RankAt(SplitMix.UniformAt((ulong)seed, (ulong)request))}");
}
