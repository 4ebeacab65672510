using System.Diagnostics;
using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>Starts the contenders in turn, over several rounds, so that a disturbance of the machine affects all of them.</summary>
internal sealed class StartRun(Rig rig, string published, StartOptions options, TextWriter log)
{
    private readonly LoadGenerator _load = new(rig.Folder);

    public List<StartSample> Samples { get; } = [];

    /// <summary>The errors that occurred.</summary>
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

        using var observation = new Observation(rig.ServerUrls[0], process, began);
        var load = _load.RunAsync(Scenario.Ordinary, port, StartOptions.LoadSeconds);
        var windows = await observation.WatchAsync(load);
        var outcome = await load;
        if (outcome.Errors > 0)
        {
            Errors.Add(
                string.Create(CultureInfo.InvariantCulture, $"{contender.Name}: {outcome.Errors} errors in {outcome.Requests} requests"));
            return;
        }

        var sample = new StartSample(contender.Name, served, ready, windows);
        Samples.Add(sample);
        await log.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{contender.Name}: serves after {served:F2} s, ready after {ready:F2} s, "
                + $"{sample.First(window => window.PerProcessor):F0}/s at first, "
                + $"{sample.Warm(window => window.PerProcessor):F0}/s at the end"));
    }
}
