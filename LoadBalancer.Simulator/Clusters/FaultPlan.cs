using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>Schedules and executes the events of a scenario.</summary>
internal sealed class FaultPlan(ClusterSimulation cluster, VirtualTime time, RandomStream random)
{
    public void Schedule(IEnumerable<ScenarioEvent> events)
    {
        foreach (var planned in events)
        {
            time.After(planned.At, () => Begin(planned));
        }
    }

    private void Begin(ScenarioEvent planned)
    {
        switch (planned.Do)
        {
            case EventKind.Kill or EventKind.Vanish:
                OnServers(planned, server => server.Kill(planned.Do == EventKind.Vanish), cluster.Start);
                break;
            case EventKind.Hang:
                OnServers(planned, server => server.Hang(hangs: true), server => server.Hang(hangs: false));
                break;
            case EventKind.Slow:
                OnServers(planned, server => server.Slowness = planned.Factor!.Value, server => server.Slowness = 1);
                break;
            case EventKind.Fail:
                OnServers(planned, server => server.FailPart = planned.Part!.Value, server => server.FailPart = 0);
                break;
            case EventKind.Stop:
                foreach (var server in Pick(planned.Servers!))
                {
                    Stop(server, planned.For, () => { });
                }

                break;
            case EventKind.RollingRestart:
                Restart(new(Pick(planned.Servers!)), planned.For!.Value);
                break;
            case EventKind.Join:
                Join(planned);
                break;
            case EventKind.Weigh:
                foreach (var server in Pick(planned.Servers!))
                {
                    cluster.Store.Apply(new MembershipChange.SetWeight(server.Id, planned.Weight!.Value));
                }

                break;
            case EventKind.Algorithm:
                cluster.Store.Apply(new MembershipChange.SetAlgorithm(planned.Algorithm));
                break;
            case EventKind.RegistryOutage:
                cluster.Link.IsUnreachable = true;
                AfterThat(planned.For, () => cluster.Link.IsUnreachable = false);
                break;
            case EventKind.RegistryEmptied:
                cluster.Store.Empty();
                break;
            case EventKind.Partition:
                Partition(PickGateways(planned.Gateways!), planned.For);
                break;
            case EventKind.KillGateway:
                KillGateways(PickGateways(planned.Gateways!), planned.For);
                break;
            default:
                cluster.RateFactor *= planned.Factor!.Value;
                AfterThat(planned.For, () => cluster.RateFactor /= planned.Factor!.Value);
                break;
        }
    }

    private void OnServers(ScenarioEvent planned, Action<SimulatedServer> begin, Action<SimulatedServer> end)
    {
        foreach (var server in Pick(planned.Servers!))
        {
            begin(server);
            AfterThat(planned.For, () => end(server));
        }
    }

    private void AfterThat(TimeSpan? length, Action what)
    {
        if (length is { } wait)
        {
            time.After(wait, what);
        }
    }

    private void Stop(SimulatedServer server, TimeSpan? length, Action onBack) =>
        cluster.Registration.Stop(server, () => AfterThat(length, () =>
        {
            cluster.Start(server);
            onBack();
        }));

    private void Restart(Queue<SimulatedServer> servers, TimeSpan length)
    {
        if (servers.TryDequeue(out var next))
        {
            Stop(next, length, () => Restart(servers, length));
        }
    }

    private void Join(ScenarioEvent planned)
    {
        var count = planned.Count!.Value;
        for (var i = 0; i < count; i++)
        {
            time.After((planned.For ?? TimeSpan.Zero) * i / count, () => cluster.Registration.Join(cluster.AddServer()));
        }
    }

    private void Partition(List<string> gateways, TimeSpan? length)
    {
        foreach (var gateway in gateways)
        {
            CutOff(gateway, isCutOff: true);
            AfterThat(length, () => CutOff(gateway, isCutOff: false));
        }
    }

    /// <summary>Cuts a gateway off, or connects it again; only gateways that reach the registry have to agree.</summary>
    private void CutOff(string gateway, bool isCutOff)
    {
        cluster.Link.CutOff(gateway, isCutOff);
        cluster.Look();
    }

    private void KillGateways(List<string> gateways, TimeSpan? length)
    {
        foreach (var gateway in gateways)
        {
            cluster.KillGateway(gateway);
            AfterThat(length, () => cluster.StartGateway(gateway));
        }
    }

    private List<SimulatedServer> Pick(string whom)
    {
        var all = cluster.Servers.Where(server => server.IsRunning || server.IsVanished).ToList();
        return whom.Split(':') switch
        {
            ["all"] => all,
            ["zone", var zone] => all.FindAll(server => server.Zone == int.Parse(zone, CultureInfo.InvariantCulture)),
            ["random", var count] => Draw(all, int.Parse(count, CultureInfo.InvariantCulture)),
            _ => all.FindAll(server => whom.Split(',', StringSplitOptions.TrimEntries).Contains(server.Id.Value, StringComparer.Ordinal)),
        };
    }

    private List<string> PickGateways(string whom) => whom.Split(':') switch
    {
        ["random", var count] => Draw([.. cluster.GatewayNames], int.Parse(count, CultureInfo.InvariantCulture)),
        _ => [.. whom.Split(',', StringSplitOptions.TrimEntries)
            .Select(number => ClusterSimulation.GatewayName(int.Parse(number, CultureInfo.InvariantCulture)))],
    };

    /// <summary>Returns a random sample: a Fisher-Yates shuffle that stops after <paramref name="count"/> elements.</summary>
    private List<T> Draw<T>(List<T> all, int count)
    {
        count = Math.Min(count, all.Count);
        for (var i = 0; i < count; i++)
        {
            var other = i + random.Next(all.Count - i);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return all[..count];
    }
}
