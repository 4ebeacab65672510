using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>A gateway process with the servers of a rig, and its measured values.</summary>
internal sealed class ScaledGateway : IAsyncDisposable
{
    private readonly MeasuredProcess _process;
    private readonly LoadGenerator _load;

    private ScaledGateway(MeasuredProcess process, Rig rig, int port)
    {
        _process = process;
        _load = new(rig.Folder, ScaleOptions.Keys);
        Port = port;
    }

    public int Port { get; }

    public int ManagementPort => Port + 1;

    public double ProcessorSeconds => _process.ProcessorSeconds;

    public double PeakMemory => _process.PeakMemory;

    public double ResidentMemory => _process.ResidentMemory;

    /// <summary>Starts a gateway on its core, or on all cores. Without probes, each server is probed only every ten minutes.</summary>
    public static async Task<ScaledGateway> StartAsync(Rig rig, bool probes = false, bool isManaged = false, bool onAllCores = false)
    {
        var port = Rig.FreePort();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!probes)
        {
            settings["Gateway__Health__Interval"] = "00:10:00";
        }

        if (isManaged)
        {
            settings["Gateway__ManagementPort"] = (port + 1).ToString(CultureInfo.InvariantCulture);
        }

        var contender = Contenders.Gateway(rig, settings) with
        {
            Cores = onAllCores ? $"0-{Environment.ProcessorCount - 1}" : Cores.Measured,
        };
        var folder = Directory.CreateDirectory(Path.Combine(rig.Folder, port.ToString(CultureInfo.InvariantCulture))).FullName;
        return new(await MeasuredProcess.StartAsync(contender, folder, port), rig, port);
    }

    /// <summary>
    /// Loads the gateway until the runtime has compiled frequently used code and there are connections to all servers that own keys. This
    /// takes longer on a busy machine.
    /// </summary>
    public async Task WarmUpAsync()
    {
        var (requests, seconds) = (0L, 0);
        while (seconds < ScaleOptions.WarmUpSeconds
            || (requests < ScaleOptions.WarmUpRequests && seconds < ScaleOptions.LongestWarmUpSeconds))
        {
            requests += (await LoadAsync(ScaleOptions.WarmUpSeconds)).Requests;
            seconds += ScaleOptions.WarmUpSeconds;
        }
    }

    public Task<LoadOutcome> LoadAsync(int seconds) => _load.RunAsync(Scenario.Ordinary, Port, seconds);

    public async Task<double> AllocatedBytesAsync() => (await _process.AllocatedBytesAsync())!.Value;

    /// <summary>
    /// Waits until the after-effects of the start are over, every server has been probed, and code that runs periodically has been
    /// compiled.
    /// </summary>
    public static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(ScaleOptions.SettleSeconds), TimeProvider.System);

    /// <summary>Returns the part of a core that the gateway uses while there are no requests.</summary>
    public async Task<double> IdleAsync()
    {
        var before = ProcessorSeconds;
        await Task.Delay(TimeSpan.FromSeconds(ScaleOptions.IdleSeconds), TimeProvider.System);
        return (ProcessorSeconds - before) / ScaleOptions.IdleSeconds;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
