namespace LoadBalancer.Simulator.Statistics;

/// <summary>
/// Random numbers as a function of seed and position (SplitMix64, Steele et al., OOPSLA 2014): the same on every machine, in whatever order
/// they are drawn. Thread-safe.
/// </summary>
internal static class SplitMix
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    public static ulong At(ulong seed, ulong place)
    {
        var z = seed + ((place + 1) * Golden);
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }

    /// <summary>Returns a number from 0, inclusive, to 1, exclusive.</summary>
    public static double UniformAt(ulong seed, ulong place) => (At(seed, place) >> 11) * (1.0 / (1UL << 53));
}
