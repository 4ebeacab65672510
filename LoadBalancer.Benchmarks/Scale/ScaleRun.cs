using System.Globalization;
using System.Net.Sockets;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>
/// Measures gateways with few and with many servers in turn, over several rounds, so that a disturbance of the machine affects all of them.
/// </summary>
internal sealed class ScaleRun(ScaleOptions options, TextWriter log)
{
    public List<CostSample> Costs { get; } = [];

    public List<IdleSample> Idle { get; } = [];

    public List<ChangeSample> Changes { get; } = [];

    public List<ConnectionsSample> Connections { get; } = [];

    /// <summary>The measurements that failed, and why.</summary>
    public List<string> Gaps { get; } = [];

    public async Task RunAsync()
    {
        var rigs = new List<Rig>();
        try
        {
            foreach (var size in ScaleOptions.Sizes)
            {
                rigs.Add(await Rig.StartAsync(size));
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var rig in rigs)
                {
                    await AddAsync(Costs, "requests", rig, () => RequestCost.MeasureAsync(rig, options.Seconds, onAllCores: false, Gaps));
                }

                await AddAsync(
                    Costs,
                    "requests on all cores",
                    rigs[0],
                    () => RequestCost.MeasureAsync(rigs[0], options.Seconds, onAllCores: true, Gaps));
            }

            foreach (var rig in rigs)
            {
                await AddAsync(Idle, "idle, probing", rig, () => MeasureProbingAsync(rig));
                await AddAsync(Changes, "changes", rig, () => MeasureChangesAsync(rig));
            }

            await AddAsync(Connections, "idle connections", rigs[0], () => IdleConnections.MeasureAsync(rigs[0], options.Seconds, Gaps));
        }
        finally
        {
            foreach (var rig in rigs)
            {
                await rig.DisposeAsync();
            }
        }
    }

    private static async Task<IdleSample?> MeasureProbingAsync(Rig rig)
    {
        await using var gateway = await ScaledGateway.StartAsync(rig, probes: true);
        await ScaledGateway.SettleAsync();
        return new(rig.ServerUrls.Length, Probes: true, await gateway.IdleAsync(), gateway.ResidentMemory);
    }

    private async Task<ChangeSample?> MeasureChangesAsync(Rig rig)
    {
        await using var gateway = await ScaledGateway.StartAsync(rig, isManaged: true);
        await ScaledGateway.SettleAsync();
        var idle = new IdleSample(rig.ServerUrls.Length, Probes: false, await gateway.IdleAsync(), gateway.ResidentMemory);
        await AddAsync(Idle, "idle", rig, () => Task.FromResult<IdleSample?>(idle));
        using var changes = new MembershipChanges(rig, gateway);
        return await changes.MeasureAsync(idle.Busy, Gaps);
    }

    /// <summary>Adds the result of a measurement. A failure is recorded as a gap, and the other measurements continue.</summary>
    private async Task AddAsync<T>(List<T> samples, string name, Rig rig, Func<Task<T?>> measure)
        where T : class
    {
        try
        {
            if (await measure() is { } sample)
            {
                samples.Add(sample);
                await log.WriteLineAsync(sample.ToString());
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or HttpRequestException or OperationCanceledException)
        {
            Gaps.Add(string.Create(CultureInfo.InvariantCulture, $"{name}, {rig.ServerUrls.Length:N0} servers: {exception.Message}"));
        }
    }
}
