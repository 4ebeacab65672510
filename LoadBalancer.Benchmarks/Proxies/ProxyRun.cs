using System.Globalization;
using System.Text.Json;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Measures the contenders in turn, over several rounds, so that a disturbance of the machine affects all of them.</summary>
internal sealed class ProxyRun(Rig rig, ProxyOptions options, TextWriter log)
{
    /// <summary>The least part of its core that a proxy must use; if it uses less, the load or the machine was the limit.</summary>
    private const double LeastBusy = 0.7;

    /// <summary>The least share of the rate that must be reached.</summary>
    private const double LeastReached = 0.95;

    private readonly LoadGenerator _load = new(rig.Folder);

    public List<Sample> Samples { get; } = [];

    public List<Sample> Cold { get; } = [];

    public List<LatencySample> Latencies { get; } = [];

    /// <summary>The measurements that failed, and why.</summary>
    public List<string> Gaps { get; } = [];

    /// <summary>
    /// Measures all contenders. They all run until the end: the processor time of a process is known whatever else is running, and only
    /// with short turns does each contender meet the same machine.
    /// </summary>
    public async Task RunAsync()
    {
        var started = new List<(Contender Contender, MeasuredProcess Process, int Port)>();
        try
        {
            foreach (var contender in Contenders.All(rig))
            {
                var port = Rig.FreePort();
                var process = await MeasuredProcess.StartAsync(contender, FolderFor(port), port);
                started.Add((contender, process, port));
                await AddAsync(Cold, contender, process, Scenario.Ordinary, port, ProxyOptions.ColdSeconds);
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var scenario in Scenario.All)
                {
                    foreach (var (contender, process, port) in started)
                    {
                        if (round == 0 && scenario.NeedsWarmUp)
                        {
                            await _load.RunAsync(scenario, contender.PortFor(scenario, port), ProxyOptions.WarmUpSeconds);
                        }

                        await AddAsync(Samples, contender, process, scenario, contender.PortFor(scenario, port), options.Seconds);
                    }
                }
            }

            var rate = Math.Floor(Spread.Of(Samples.Where(sample => sample.Contender == Contenders.Yarp
                && sample.Scenario == Scenario.Ordinary.Name).Select(sample => sample.RequestsPerSecond)).Median / 2);
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var (contender, _, port) in started)
                {
                    await MeasureLatencyAsync(contender, port, rate);
                }
            }
        }
        finally
        {
            foreach (var (_, process, _) in started)
            {
                await process.DisposeAsync();
            }
        }
    }

    private async Task AddAsync(
        List<Sample> samples, Contender contender, MeasuredProcess process, Scenario scenario, int port, int seconds)
    {
        var allocated = await process.AllocatedBytesAsync();
        var before = process.ProcessorSeconds;
        var outcome = await _load.RunAsync(scenario, port, seconds);
        var used = process.ProcessorSeconds - before;
        var busy = used / outcome.Seconds;
        allocated = await process.AllocatedBytesAsync() - allocated;
        if (outcome.Errors > 0 || outcome.Requests == 0)
        {
            Gaps.Add($"{contender.Name}, {scenario.Name}: {outcome.Errors} errors");
        }
        else if (busy < LeastBusy)
        {
            Gaps.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{contender.Name}, {scenario.Name}: it used {busy:P0} of its core, so something else was the limit"));
        }
        else
        {
            samples.Add(new(
                contender.Name, scenario.Name, used * 1e6 / outcome.Requests, outcome.Requests / outcome.Seconds, process.PeakMemory, busy,
                allocated / outcome.Requests));
        }

        await log.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{contender.Name}, {scenario.Name}: {used * 1e6 / outcome.Requests:F1} µs, "
                + $"{outcome.Requests / outcome.Seconds:F0}/s, busy {busy:P0}, {outcome.Errors} "
                + $"errors{(allocated is { } bytes ? $", {bytes / outcome.Requests:F0} B" : "")}"));
    }

    private async Task MeasureLatencyAsync(Contender contender, int port, double rate)
    {
        var json = await Commands.RunAsync(
            Cores.Load,
            "dotnet",
            typeof(ProxyRun).Assembly.Location, "proxy-load", port.ToString(CultureInfo.InvariantCulture), Scenario.Ordinary.Path,
            rate.ToString(CultureInfo.InvariantCulture), options.Seconds.ToString(CultureInfo.InvariantCulture));
        var outcome = JsonSerializer.Deserialize<OpenLoopOutcome>(json)!;
        var reached = (double)outcome.Responded / options.Seconds;
        if (outcome.Failed > 0 || reached < LeastReached * rate)
        {
            Gaps.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{contender.Name}, latency: reached {reached:F0} of {rate:F0} requests/s, {outcome.Failed} failed"));
        }
        else if (outcome.Late > outcome.P99 / 2)
        {
            Gaps.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{contender.Name}, latency: the load generator itself was {outcome.Late:F2} ms late, with a p99 of {outcome.P99:F2} ms"));
        }
        else
        {
            Latencies.Add(new(contender.Name, rate, outcome.P50, outcome.P99, outcome.P999, outcome.Late));
        }

        await log.WriteLineAsync($"{contender.Name}, latency: {outcome}");
    }

    private string FolderFor(int port) =>
        Directory.CreateDirectory(Path.Combine(rig.Folder, port.ToString(CultureInfo.InvariantCulture))).FullName;
}
