namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Who runs where: what is measured has the first core for itself, everything else the others.</summary>
internal static class Cores
{
    public const string Measured = "0";

    public static string Load => Environment.ProcessorCount > 2 ? $"1-{Environment.ProcessorCount - 1}" : "1";
}
