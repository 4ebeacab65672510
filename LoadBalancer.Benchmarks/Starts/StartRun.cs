using System.Diagnostics;
using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>Starts contenders one after the other, again and again, so that what disturbs the machine disturbs all.</summary>
internal sealed class StartRun(Rig rig, string published, StartOptions options, TextWriter log)
{
    private readonly LoadGenerator _load = new(rig.Folder);

    public List<StartSample> Samples { get; } = [];

    /// <summary>What went wrong.</summary>
    public List<string> Errors { get; } = [];

    public async Task RunAsync()
    {
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var contender in StartContenders.All(rig, published))
            {
                await MeasureAsync(contender);
            }
        }
    }

    private async Task MeasureAsync(Contender contender)
    {
        var port = Rig.FreePort();
        var folder = Directory.CreateDirectory(Path.Combine(rig.Folder, port.ToString(CultureInfo.InvariantCulture))).FullName;
        var began = Stopwatch.GetTimestamp();
        await using var process = MeasuredProcess.Launch(contender, folder, port);
        await MeasuredProcess.WaitAsync(port, Scenario.Ordinary.Path, StartOptions.AskInterval);
        var served = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await MeasuredProcess.WaitAsync(port, "/healthcheck", StartOptions.AskInterval);
        var ready = Stopwatch.GetElapsedTime(began).TotalSeconds;

        using var throughput = new Throughput(rig.ServerUrls[0]);
        var load = _load.RunAsync(Scenario.Ordinary, port, StartOptions.LoadSeconds);
        await throughput.WatchAsync(load);
        var outcome = await load;
        if (outcome.Errors > 0)
        {
            Errors.Add(string.Create(CultureInfo.InvariantCulture, $"{contender.Name}: {outcome.Errors} errors in {outcome.Requests} requests"));
            return;
        }

        var windows = throughput.Windows();
        var warm = Spread.Of(windows[^(int)(StartOptions.WarmSeconds / StartOptions.Window.TotalSeconds)..].Select(window => window.Rate)).Median;
        var sample = new StartSample(
            contender.Name,
            served,
            ready,
            Stopwatch.GetElapsedTime(began, FirstOf(windows, StartOptions.Most * warm)).TotalSeconds,
            windows[..(int)(1 / StartOptions.Window.TotalSeconds)].Average(window => window.Rate) / warm,
            warm);
        Samples.Add(sample);
        await log.WriteLineAsync(sample.ToString());
    }

    /// <summary>When the first of two windows in a row ended that reach a rate.</summary>
    private static long FirstOf((double Rate, long Ends)[] windows, double rate) =>
        windows.Zip(windows.Skip(1)).First(pair => pair.First.Rate >= rate && pair.Second.Rate >= rate).First.Ends;
}
