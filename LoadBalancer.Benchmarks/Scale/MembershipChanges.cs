using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LoadBalancer.Benchmarks.Proxies;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>Makes a server leave and come back, and measures how the gateway follows.</summary>
internal sealed class MembershipChanges(Rig rig, ScaledGateway gateway) : IDisposable
{
    private const string Building = "loadbalancer_ring_build_duration_seconds";
    private static readonly ServerId First = new("s1");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new($"http://127.0.0.1:{gateway.ManagementPort}"),
    };

    /// <param name="idle">The part of a core that the gateway uses without changes.</param>
    /// <param name="gaps">The list to which a failure of the measurement is added.</param>
    public async Task<ChangeSample?> MeasureAsync(double idle, List<string> gaps)
    {
        // The first changes are not measured: compiling code for them is not part of the cost of a change.
        await ApplyAsync(0);
        var last = await ApplyAsync(1);
        var building = await ReadBuildingAsync();
        var (began, used) = (Stopwatch.GetTimestamp(), gateway.ProcessorSeconds);
        var (written, seen) = (new List<double>(), new List<double>());
        for (var number = 0; number < ScaleOptions.Changes; number++)
        {
            last = await ApplyAsync(number);
            written.Add(last.Written);
            seen.Add(last.Seen);
        }

        used = gateway.ProcessorSeconds - used - (idle * Stopwatch.GetElapsedTime(began).TotalSeconds);
        var built = await ReadBuildingAsync();
        await ReadVersionAsync();
        var asked = Stopwatch.GetTimestamp();
        var version = await ReadVersionAsync();
        var responded = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        if (version != last.Version || built.Count <= building.Count)
        {
            gaps.Add(string.Create(CultureInfo.InvariantCulture, $"changes, {rig.ServerUrls.Length:N0} servers: /stats reports version "
                + $"{version}, Redis has {last.Version}, {built.Count - building.Count} snapshots were built"));
            return null;
        }

        return new(
            rig.ServerUrls.Length, [.. written], [.. seen], used * 1_000 / ScaleOptions.Changes,
            (built.Sum - building.Sum) * 1_000 / (built.Count - building.Count), responded);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Makes the first server leave if the number is even, and come back if it is odd.</summary>
    private async Task<(double Written, double Seen, long Version)> ApplyAsync(int number)
    {
        var leaves = number % 2 == 0;
        var began = Stopwatch.GetTimestamp();
        var transition = await rig.Registry.ApplyAsync(
            leaves
                ? new MembershipChange.Leave(First)
                : new MembershipChange.Join(First, rig.ServerUrls[0], Weight: null, Instance: null, TimeProvider.System.GetUtcNow()),
            CancellationToken.None);
        var written = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        using var patience = new CancellationTokenSource(Patience);
        while (await ReadServersAsync(patience.Token) != rig.ServerUrls.Length - (leaves ? 1 : 0))
        {
            await Task.Delay(Step, TimeProvider.System, patience.Token);
        }

        return (written, Stopwatch.GetElapsedTime(began).TotalMilliseconds, transition.Membership.Version);
    }

    /// <summary>
    /// Reads the number of servers from <c>/healthcheck</c>, whose response is small: polling <c>/stats</c> would itself dominate the
    /// measurement.
    /// </summary>
    private async Task<int> ReadServersAsync(CancellationToken cancellationToken)
    {
        using var report = JsonDocument.Parse(await _client.GetStringAsync(new Uri("/healthcheck", UriKind.Relative), cancellationToken));
        return report.RootElement.GetProperty("servers").GetInt32();
    }

    private async Task<long> ReadVersionAsync()
    {
        using var report = JsonDocument.Parse(await _client.GetStringAsync(new Uri("/stats", UriKind.Relative)));
        return report.RootElement.GetProperty("ring").GetProperty("version").GetInt64();
    }

    /// <summary>
    /// Reads the metrics of snapshot building. The exporter repeats the same response for a while, so it is read after that time.
    /// </summary>
    private async Task<(double Sum, double Count)> ReadBuildingAsync()
    {
        await Task.Delay(Freshness, TimeProvider.System);
        var lines = (await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');
        return (ValueOf("_sum"), ValueOf("_count"));

        double ValueOf(string suffix) =>
            double.Parse(
                lines.First(line => line.StartsWith(Building + suffix, StringComparison.Ordinal)).Split("} ")[^1].Split(' ')[0],
                CultureInfo.InvariantCulture);
    }
}
