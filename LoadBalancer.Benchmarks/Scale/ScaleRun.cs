using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>Gateways over few and many servers, one after the other, again and again, so that what disturbs the machine disturbs all.</summary>
internal sealed class ScaleRun(ScaleOptions options, TextWriter log)
{
    public List<CostSample> Costs { get; } = [];

    public List<IdleSample> Idle { get; } = [];

    public List<ChangeSample> Changes { get; } = [];

    public List<ConnectionsSample> Connections { get; } = [];

    /// <summary>What could not be measured, and why.</summary>
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

            foreach (var rig in rigs)
            {
                await MeasureBackgroundAsync(rig);
            }

            await MeasureRequestsAsync(rigs);
            await AddAsync(Connections, await IdleConnections.MeasureAsync(rigs[0], options.Seconds, Gaps));
        }
        finally
        {
            foreach (var rig in rigs)
            {
                await rig.DisposeAsync();
            }
        }
    }

    private async Task MeasureRequestsAsync(List<Rig> rigs)
    {
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var rig in rigs)
            {
                await AddAsync(Costs, await RequestCost.MeasureAsync(rig, options.Seconds, onAllCores: false, Gaps));
            }

            await AddAsync(Costs, await RequestCost.MeasureAsync(rigs[0], options.Seconds, onAllCores: true, Gaps));
        }
    }

    private async Task MeasureBackgroundAsync(Rig rig)
    {
        await using (var probing = await ScaledGateway.StartAsync(rig, probes: true))
        {
            // What comes of the start is over then, and every server was probed.
            await probing.IdleAsync();
            await AddAsync(Idle, new(rig.ServerUrls.Length, Probes: true, await probing.IdleAsync(), probing.ResidentMemory));
        }

        await using var gateway = await ScaledGateway.StartAsync(rig, isManaged: true);
        await gateway.IdleAsync();
        var idle = new IdleSample(rig.ServerUrls.Length, Probes: false, await gateway.IdleAsync(), gateway.ResidentMemory);
        await AddAsync(Idle, idle);
        using var changes = new MembershipChanges(rig, gateway);
        await AddAsync(Changes, await changes.MeasureAsync(idle.Busy, Gaps));
    }

    private async Task AddAsync<T>(List<T> samples, T? sample)
        where T : class
    {
        if (sample is not null)
        {
            samples.Add(sample);
            await log.WriteLineAsync(sample.ToString());
        }
    }
}
