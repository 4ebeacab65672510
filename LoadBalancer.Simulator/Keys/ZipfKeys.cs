using System.Globalization;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Keys;

/// <summary>Keys of which a few are much more frequent than others: the key of rank r has a weight of 1 / r^s.</summary>
/// <param name="distribution">The distribution of the keys' ranks.</param>
/// <param name="seed">Selects the random sequence.</param>
internal sealed class ZipfKeys(ZipfDistribution distribution, int seed) : IKeySequence
{
    public string KeyOf(long request) =>
        string.Create(CultureInfo.InvariantCulture, $"key-{distribution.RankAt(SplitMix.UniformAt((ulong)seed, (ulong)request))}");
}
