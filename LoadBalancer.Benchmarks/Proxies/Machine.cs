using System.Runtime.InteropServices;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Describes the machine on which a report was made.</summary>
internal static class Machine
{
    /// <param name="versions">The versions of the programs that took part.</param>
    public static async Task<string[]> DescribeAsync(params string[] versions)
    {
        var processor = (await File.ReadAllLinesAsync(
            "/proc/cpuinfo")).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1];
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        return
        [
            $"{Environment.ProcessorCount} cores, {processor}",
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            .. versions,
            $"commit {(await Commands.RunAsync(Cores.Load, "git", "rev-parse", "--short", "HEAD")).Trim()}",
            $"load average at the end {load}",
        ];
    }
}
