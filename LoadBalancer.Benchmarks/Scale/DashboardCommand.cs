using System.Diagnostics;
using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>
/// Measures how the dashboard scales with servers: its memory, and the time of a tick. Statistics are decoded as if they came from Redis;
/// the transfer is not included. Times are CPU time of the whole process, with garbage collection, since the machine may do other work.
/// </summary>
internal static class DashboardCommand
{
    private const int Gateways = 2;
    private const int WarmUpTicks = 10;
    private const int Ticks = 60;

    /// <summary>Prints a table with a line for each number of servers.</summary>
    public static async Task<int> RunAsync(TextWriter log)
    {
        await log.WriteLineAsync("| servers | gateways | MiB kept | MiB at most | first read, s | tick, ms | of which statistics, ms | "
            + "MiB allocated per tick |");
        await log.WriteLineAsync("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var servers in ScaleOptions.Sizes)
        {
            await MeasureAsync(log, servers);
        }

        return 0;
    }

    private static async Task MeasureAsync(TextWriter log, int servers)
    {
        var sample = new BusyCluster(servers, Gateways);
        var clock = new ManualTime(BusyCluster.Start);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var composer = new SnapshotComposer(sample, new StoreClock(clock));
        var charts = new SharedCharts();
        using var self = Process.GetCurrentProcess();

        var (all, read) = (new List<double>(), new List<double>());
        var snapshot = await TickAsync();
        var first = all[0] / 1_000;
        var (most, allocated) = (0L, 0L);
        for (var tick = 0; tick < WarmUpTicks + Ticks; tick++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            if (tick == WarmUpTicks)
            {
                all.Clear();
                read.Clear();
                allocated = GC.GetTotalAllocatedBytes();
            }

            snapshot = await TickAsync();
            self.Refresh();
            most = Math.Max(most, self.WorkingSet64);
        }

        allocated = GC.GetTotalAllocatedBytes() - allocated;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(snapshot);
        GC.KeepAlive(composer);
        await log.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {servers:N0} | {Gateways} | {Mebibytes(kept):N0} | {Mebibytes(most):N0} | {first:F1} | "
            + $"{Spread.Of(all).ToText("N0")} | {Spread.Of(read).ToText("N0")} | {Mebibytes(allocated / Ticks):N0} |"));

        async Task<DashboardSnapshot> TickAsync()
        {
            var start = Environment.CpuUsage.TotalTime;
            var now = clock.GetUtcNow();
            await composer.ReadStatisticsAsync(now, BusyCluster.Start.AddDays(-1), CancellationToken.None);
            read.Add((Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
            var next = composer.Next(sample.ReadingAt(now), new RegistryConnectionSnapshot(IsConnected: true, now, WasReached: true));
            charts.FiguresOf(next);
            charts.TimelineOf(next);
            all.Add((Environment.CpuUsage.TotalTime - start).TotalMilliseconds);
            return next;
        }
    }

    private static double Mebibytes(long bytes) => bytes / 1024.0 / 1024;

    private sealed class ManualTime(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _now = start;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
