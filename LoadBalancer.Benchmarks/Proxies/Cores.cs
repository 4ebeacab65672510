namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// The cores on which processes run: the measured process has the first core to itself, and everything else runs on the others.
/// </summary>
internal static class Cores
{
    public const string Measured = "0";

    public static string Load => Environment.ProcessorCount > 2 ? $"1-{Environment.ProcessorCount - 1}" : "1";
}
