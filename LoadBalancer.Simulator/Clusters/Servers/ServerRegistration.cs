using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>How servers come into the membership, stay there and leave: join, renew, drain, as the product's registrar does.</summary>
internal sealed class ServerRegistration(
    SimulatedStore store, RegistryLink link, SettingsSection settings, VirtualTime time, RandomStream random)
{
    private const double Spread = 0.2;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>What the membership has of a server.</summary>
    public Server RecordOf(SimulatedServer server, DateTimeOffset since) => new()
    {
        Id = server.Id,
        Url = UrlOf(server),
        Weight = server.Weight,
        Instance = server.Instance,
        Lease = settings.Lease,
        Since = since,
    };

    /// <summary>A process that is a member already goes on renewing.</summary>
    public void Keep(SimulatedServer server)
    {
        var instance = server.Instance;
        var pause = settings.RenewInterval * random.NextDouble();
        time.Start(() => KeepAsync(server, instance, isIn: true, pause));
    }

    /// <summary>A process joins, again and again until it is in.</summary>
    public void Join(SimulatedServer server)
    {
        var instance = server.Instance;
        time.Start(() => KeepAsync(server, instance, isIn: false, TimeSpan.Zero));
    }

    /// <summary>A process drains, waits for what it has in hand, leaves and ends.</summary>
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
            // Its lease ends all the same.
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

    /// <returns>Whether it goes on renewing.</returns>
    private async Task<bool> RenewAsync(LinkedRegistry registry, SimulatedServer server, string instance) =>
        await registry.RenewAsync(server.Id, instance, settings.Lease, CancellationToken.None) == LeaseStatus.Held || server.IsStopping;

    /// <returns>Whether it is in.</returns>
    private async Task<bool> JoinAsync(LinkedRegistry registry, SimulatedServer server, string instance)
    {
        var weight = store.Membership.Find(server.Id) is null ? server.Weight : default(int?);
        await registry.RegisterAsync(new(server.Id, UrlOf(server), weight, instance, time.Now), settings.Lease, CancellationToken.None);
        return true;
    }

    private LinkedRegistry RegistryOf(SimulatedServer server) => new(server.Id, store, link, settings);

    private double Part() => 1 - (random.NextDouble() * Spread);

    private static string UrlOf(SimulatedServer server) => $"http://{server.Instance}";

    private static bool IsStill(SimulatedServer server, string instance) =>
        server.IsRunning && string.Equals(server.Instance, instance, StringComparison.Ordinal);
}
