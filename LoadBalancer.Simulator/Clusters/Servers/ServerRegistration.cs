using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>Registers simulated servers as the product's registrar does: they join, renew their leases, drain and leave.</summary>
internal sealed class ServerRegistration(
    SimulatedStore store, RegistryLink link, SettingsSection settings, VirtualTime time, RandomStream random)
{
    private const double Spread = 0.2;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns a server's record for the membership.</summary>
    public Server RecordOf(SimulatedServer server, DateTimeOffset since) => new()
    {
        Id = server.Id,
        Url = UrlOf(server),
        Weight = server.Weight,
        Instance = server.Instance,
        Lease = settings.Lease,
        Since = since,
    };

    /// <summary>Keeps renewing the lease of a process that is already a member.</summary>
    public void Keep(SimulatedServer server)
    {
        var instance = server.Instance;
        var pause = settings.RenewInterval * random.NextDouble();
        time.Start(() => KeepAsync(server, instance, isIn: true, pause));
    }

    /// <summary>Lets a process join, with retries until it succeeds, and then renews its lease.</summary>
    public void Join(SimulatedServer server)
    {
        var instance = server.Instance;
        time.Start(() => KeepAsync(server, instance, isIn: false, TimeSpan.Zero));
    }

    /// <summary>Drains a process, waits for its requests in flight, and then lets it leave and end.</summary>
    public void Stop(SimulatedServer server, Action onStopped) => time.Start(() => StopAsync(server, server.Instance, onStopped));

    private async Task StopAsync(SimulatedServer server, string instance, Action onStopped)
    {
        server.IsStopping = true;
        time.Start(() => TryAsync(server, new MembershipChange.SetState(server.Id, ServerState.Draining, instance)));
        await time.DelayAsync(settings.DrainDelay);
        while (IsStill(server, instance) && server.Present > 0)
        {
            await time.DelayAsync(Look);
        }

        if (IsStill(server, instance))
        {
            server.Kill();
            await TryAsync(server, new MembershipChange.Leave(server.Id, instance));
            onStopped();
        }
    }

    private async Task TryAsync(SimulatedServer server, MembershipChange change)
    {
        try
        {
            await RegistryOf(server).ApplyAsync(change, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The lease expires anyway.
        }
    }

    private async Task KeepAsync(SimulatedServer server, string instance, bool isIn, TimeSpan pause)
    {
        var registry = RegistryOf(server);
        while (true)
        {
            await time.DelayAsync(pause);
            if (!IsStill(server, instance))
            {
                return;
            }

            try
            {
                isIn = isIn ? !server.IsWell || await RenewAsync(registry, server, instance) : await JoinAsync(registry, server, instance);
                pause = isIn ? settings.RenewInterval * Part() : TimeSpan.Zero;
            }
            catch (TimeoutException)
            {
                pause = Retry * Part();
            }
        }
    }

    /// <returns>Whether to keep renewing; otherwise the process has to join again.</returns>
    private async Task<bool> RenewAsync(LinkedRegistry registry, SimulatedServer server, string instance) =>
        await registry.RenewAsync(server.Id, instance, settings.Lease, CancellationToken.None) == LeaseStatus.Held || server.IsStopping;

    /// <returns><see langword="true"/>: the process has joined.</returns>
    private async Task<bool> JoinAsync(LinkedRegistry registry, SimulatedServer server, string instance)
    {
        var weight = store.Membership.Find(server.Id) is null ? server.Weight : default(int?);
        await registry.RegisterAsync(new(server.Id, UrlOf(server), weight, instance, time.Now), settings.Lease, CancellationToken.None);
        return true;
    }

    private LinkedRegistry RegistryOf(SimulatedServer server) => new(server.Id.Value, store, link, settings);

    private double Part() => 1 - (random.NextDouble() * Spread);

    private static string UrlOf(SimulatedServer server) => $"http://{server.Instance}";

    private static bool IsStill(SimulatedServer server, string instance) =>
        server.IsRunning && string.Equals(server.Instance, instance, StringComparison.Ordinal);
}
