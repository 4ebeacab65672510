using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>Random numbers for one purpose: what one part draws changes nothing of what others draw.</summary>
/// <param name="seed">The scenario's.</param>
/// <param name="purpose">The part.</param>
internal sealed class RandomStream(int seed, string purpose) : Random
{
    private readonly ulong _seed = SplitMix.At((ulong)seed, Core.Hashing.KeyHash.Of(purpose));
    private ulong _drawn;

    /// <summary>From 0, included, to 1, excluded.</summary>
    public override double NextDouble() => Sample();

    /// <summary>From 0, included, to a number, excluded.</summary>
    public override int Next(int maxValue) => (int)(Sample() * maxValue);

    protected override double Sample() => SplitMix.UniformAt(_seed, _drawn++);
}
