using LoadBalancer.AppHost.Topology;
using Microsoft.Extensions.Options;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Starts the topology as child processes of this one, keeps it running, and takes it down again.</summary>
internal sealed class BuiltInLauncher(ILaunchOutput output, TimeProvider time)
{
    /// <summary>Longer than a server is given to drain, so that none is killed that would have finished.</summary>
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(35);

    public async Task<int> RunAsync(TopologyOptions options)
    {
        output.WriteLine("Orchestrator: built-in launcher (for .NET Aspire: build with -p:UseAspire=true)");
        using var signals = new StopSignals(time);

        try
        {
            var gatewayPort = new GatewayPorts(PortProbe.Probe, output).Choose(options.GatewayPort, options.Gateways);
            var topology = ClusterTopology.Describe(options with { GatewayPort = gatewayPort });
            new DashboardPort(PortProbe.Probe).Ensure(topology);
            ProjectOutputs.EnsureBuilt(topology);

            using var embedded = topology.Store.IsEmbedded ? EmbeddedStore.Start() : null;
            var storeConnection = embedded?.ConnectionString ?? topology.Store.ConnectionString!;
            await AnnounceStoreAsync(topology.Store, storeConnection, signals.Stop);

            return await RunAsync(topology, storeConnection, signals);
        }
        catch (LaunchException failure)
        {
            output.WriteErrorLine(failure.Message);
            return ExitCode.Environment;
        }
        catch (OptionsValidationException failure)
        {
            foreach (var problem in failure.Failures)
            {
                output.WriteErrorLine(problem);
            }

            return ExitCode.Configuration;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
    }

    private async Task AnnounceStoreAsync(StoreResource store, string connection, CancellationToken stop)
    {
        if (!store.IsEmbedded)
        {
            await ExternalStore.EnsureReachableAsync(connection, time, stop);
        }

        var kind = store.IsEmbedded ? "embedded (Microsoft.Garnet)" : "Redis";
        output.WriteLine($"Store: {kind}, {Variables.ConnectionString(store.Name)}={ConnectionStringText.WithoutPassword(connection)}");
    }

    private async Task<int> RunAsync(ClusterTopology topology, string storeConnection, StopSignals signals)
    {
        await using var registry = new LauncherRegistry(storeConnection);
        var runner = new DotnetChildRunner(storeConnection, ChildPrefix.For(topology), output);
        await using var supervisor = new Supervisor(runner, output, time);
        using var probe = new HealthcheckProbe();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop);

        foreach (var resource in topology.Projects)
        {
            supervisor.Start(resource);
        }

        var readiness = new ReadinessWatcher(topology, probe, supervisor.MarkReady, output, time).RunAsync(ending.Token);
        var following = new ReplicaFollower(registry.Replicas, topology, supervisor, StopDeadline, output, time).RunAsync(ending.Token, signals.Kill);
        var exitCode = await FatalCodeOrStopAsync(supervisor, signals.Stop);

        await ending.CancelAsync();
        await readiness.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        output.WriteLine("Stopping: gateways, then backends, then the dashboard, then the store (a second signal kills them)");
        await supervisor.StopAsync(Project.Gateway, StopDeadline, signals.Kill);
        await supervisor.StopAsync(Project.Backend, StopDeadline, signals.Kill);
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await supervisor.StopAsync(Project.Dashboard, StopDeadline, signals.Kill);
        output.WriteLine("Stopped");

        return exitCode;
    }

    private static async Task<int> FatalCodeOrStopAsync(Supervisor supervisor, CancellationToken stop)
    {
        try
        {
            return await supervisor.Fatal.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
    }
}
