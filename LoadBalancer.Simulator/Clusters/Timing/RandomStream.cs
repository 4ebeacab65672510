using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>
/// Random numbers for one purpose. The numbers that one part of the simulation draws do not affect those that others draw.
/// </summary>
/// <param name="seed">The seed of the scenario.</param>
/// <param name="purpose">The name of the part that draws the numbers.</param>
internal sealed class RandomStream(int seed, string purpose) : Random
{
    private readonly ulong _seed = SplitMix.At((ulong)seed, Core.Hashing.KeyHash.Of(purpose));
    private ulong _drawn;

    /// <summary>Returns a number from 0, inclusive, to 1, exclusive.</summary>
    public override double NextDouble() => Sample();

    /// <summary>Returns a number from 0, inclusive, to <paramref name="maxValue"/>, exclusive.</summary>
    public override int Next(int maxValue) => (int)(Sample() * maxValue);

    protected override double Sample() => SplitMix.UniformAt(_seed, _drawn++);
}
