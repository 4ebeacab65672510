using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>Measures the cost of a request for a gateway with a given number of servers.</summary>
internal static class RequestCost
{
    /// <summary>The least part of its core that a gateway must use; if it uses less, the load or the machine was the limit.</summary>
    private const double LeastBusy = 0.7;

    private const string Established = "01";

    /// <summary>Warms up a gateway and loads it.</summary>
    /// <returns>The result; <see langword="null"/> if the measurement failed, in which case the reason is added to the gaps.</returns>
    public static async Task<CostSample?> MeasureAsync(Rig rig, int seconds, bool onAllCores, List<string> gaps)
    {
        await using var gateway = await ScaledGateway.StartAsync(rig, onAllCores: onAllCores);
        await gateway.WarmUpAsync();
        var (allocated, used) = (await gateway.AllocatedBytesAsync(), gateway.ProcessorSeconds);
        var outcome = await gateway.LoadAsync(seconds);
        used = gateway.ProcessorSeconds - used;
        allocated = await gateway.AllocatedBytesAsync() - allocated;
        var busy = used / outcome.Seconds;
        var servers = rig.ServerUrls.Length;
        if (outcome.Errors > 0 || outcome.Requests == 0 || (busy < LeastBusy && !onAllCores))
        {
            gaps.Add(string.Create(CultureInfo.InvariantCulture, $"requests, {servers:N0} servers: {outcome.Errors} errors in "
                + $"{outcome.Requests} requests, the gateway used {busy:P0} of its core"));
            return null;
        }

        return new(
            servers,
            onAllCores ? Environment.ProcessorCount : 1,
            used * 1e6 / outcome.Requests,
            outcome.Requests / outcome.Seconds,
            gateway.PeakMemory,
            busy,
            allocated / outcome.Requests,
            await CountConnectionsAsync(new Uri(rig.ServerUrls[0]).Port));
    }

    /// <summary>Returns the number of connections to a port that the kernel lists as established.</summary>
    private static async Task<int> CountConnectionsAsync(int port)
    {
        var remote = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        string[] lines = [.. await File.ReadAllLinesAsync("/proc/net/tcp"), .. await File.ReadAllLinesAsync("/proc/net/tcp6")];
        return lines.Where(
            line => !line.Contains("rem_address", StringComparison.Ordinal) && !line.Contains("remote_address", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields[2].EndsWith(remote, StringComparison.Ordinal) && fields[3] is Established);
    }
}
