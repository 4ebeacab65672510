using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>How servers come into the membership, stay there and leave: join, renew, drain, as the product's registrar does.</summary>
internal sealed class ServerRegistration(SimulatedRegistry registry, RegistryLink link, SettingsSection settings, VirtualTime time, RandomStream random)
{
    private const double Spread = 0.2;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>What the membership has of a server.</summary>
    public Server RecordOf(SimulatedServer server, DateTimeOffset since) => new()
    {
        Id = server.Id,
        Url = $"http://{server.Instance}",
        Weight = server.Weight,
        Instance = server.Instance,
        Lease = settings.Lease,
        Since = since,
    };

    /// <summary>A process that is a member already goes on renewing.</summary>
    public void Keep(SimulatedServer server)
    {
        registry.Leases.Grant(server.Id, server.Instance, settings.Lease);
        Renew(server, server.Instance, settings.RenewInterval * random.Next());
    }

    /// <summary>A process joins, again and again until it is in.</summary>
    public void Join(SimulatedServer server) => Join(server, server.Instance);

    /// <summary>A process drains, waits for what it has in hand, leaves and ends.</summary>
    public void Stop(SimulatedServer server, Action onStopped)
    {
        var instance = server.Instance;
        server.IsStopping = true;
        Ask(server, new MembershipChange.SetState(server.Id, ServerState.Draining, instance));
        time.After(settings.DrainDelay, () => Finish(server, instance, onStopped));
    }

    private void Finish(SimulatedServer server, string instance, Action onStopped)
    {
        if (!IsStill(server, instance))
        {
            return;
        }

        if (server.Present > 0)
        {
            time.After(Look, () => Finish(server, instance, onStopped));
            return;
        }

        server.Kill();
        link.Call(server.Id, () => registry.Apply(new MembershipChange.Leave(server.Id, instance)), _ => onStopped(), onStopped);
    }

    private void Ask(SimulatedServer server, MembershipChange change) => link.Call(server.Id, () => registry.Apply(change), _ => { }, () => { });

    private void Join(SimulatedServer server, string instance)
    {
        if (!IsStill(server, instance))
        {
            return;
        }

        var at = time.Now;
        link.Call(
            server.Id,
            () =>
            {
                var record = RecordOf(server, at);
                var transition = registry.Apply(new MembershipChange.Join(record.Id, record.Url, registry.Membership.Find(server.Id)?.Weight ?? server.Weight, instance, at, settings.Lease));
                registry.Leases.Grant(server.Id, instance, settings.Lease);
                return transition;
            },
            _ => Renew(server, instance, Pause()),
            () => time.After(Retry, () => Join(server, instance)));
    }

    private void Renew(SimulatedServer server, string instance, TimeSpan pause) => time.After(pause, () =>
    {
        if (!IsStill(server, instance))
        {
            return;
        }

        if (!server.IsWell)
        {
            Renew(server, instance, Pause());
            return;
        }

        link.Call(
            server.Id,
            () => registry.Leases.TryRenew(server.Id, instance, settings.Lease),
            isHeld =>
            {
                if (isHeld || server.IsStopping)
                {
                    Renew(server, instance, Pause());
                }
                else
                {
                    Join(server, instance);
                }
            },
            () => Renew(server, instance, Retry * (1 - (random.Next() * Spread))));
    });

    private TimeSpan Pause() => settings.RenewInterval * (1 - (random.Next() * Spread));

    private static bool IsStill(SimulatedServer server, string instance) => server.IsRunning && string.Equals(server.Instance, instance, StringComparison.Ordinal);
}
