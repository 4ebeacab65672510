using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>Probes one gateway's share of the servers, and at once those that others find unhealthy and it does not.</summary>
/// <param name="gateway">Whose.</param>
/// <param name="health">What comes of it.</param>
/// <param name="find">The server of an id.</param>
/// <param name="network">How long a response takes.</param>
/// <param name="settings">How often.</param>
/// <param name="time">The time.</param>
/// <param name="random">Spreads probes.</param>
internal sealed class GatewayProber(
    SimulatedGateway gateway, GatewayHealth health, Func<string, SimulatedServer?> find, Distribution network, SettingsSection settings, VirtualTime time, RandomStream random)
{
    private const double Jitter = 0.1;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<string> _loops = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private Dictionary<string, bool> _isShare = new(StringComparer.Ordinal);
    private ProbeShare? _rule;
    private IReadOnlyList<string>? _gateways;
    private MembershipSnapshot? _membership;

    /// <summary>The membership, or the gateways that live, may have changed.</summary>
    public void Follow(MembershipSnapshot membership, IReadOnlyList<string> others)
    {
        if (!settings.Probes || (ReferenceEquals(membership, _membership) && _gateways is not null && others.SequenceEqual(_gateways, StringComparer.Ordinal)))
        {
            return;
        }

        if (_gateways is null || !others.SequenceEqual(_gateways, StringComparer.Ordinal))
        {
            (_rule, _isShare) = (new(others, gateway.Name), new(StringComparer.Ordinal));
        }

        (_gateways, _membership) = (others, membership);
        foreach (var server in membership.Servers)
        {
            if (IsShare(server.Id) && _loops.Add(server.Id))
            {
                var id = server.Id;
                time.After(settings.ProbeInterval * random.Next(), () => Consider(id));
            }
        }
    }

    /// <summary>Probes at once whom others find unhealthy.</summary>
    public void LookAtDisputed()
    {
        if (!settings.Probes)
        {
            return;
        }

        foreach (var server in health.Disputed(gateway.Membership))
        {
            Send(server);
        }
    }

    private bool IsShare(string id)
    {
        if (!_isShare.TryGetValue(id, out var isShare))
        {
            _isShare[id] = isShare = _rule!.Includes(id);
        }

        return isShare;
    }

    private void Consider(string id)
    {
        if (!gateway.IsRunning || !IsShare(id) || gateway.Membership.Find(id) is not { } server)
        {
            _loops.Remove(id);
            return;
        }

        Send(server);
        time.After(settings.ProbeInterval * (1 + (Jitter * ((2 * random.Next()) - 1))), () => Consider(id));
    }

    private void Send(Server server)
    {
        if (!_underWay.Add(server.Id))
        {
            return;
        }

        time.After(network.Draw(random), () =>
        {
            var (passes, atOnce) = find(server.Id)?.Probe(server.Instance!) ?? (false, true);
            time.After(atOnce ? network.Draw(random) : settings.ProbeTimeout, () => Finish(server, passes));
        });
    }

    private void Finish(Server server, bool passes)
    {
        _underWay.Remove(server.Id);
        if (!gateway.IsRunning)
        {
            return;
        }

        if (health.Probe(server, passes))
        {
            gateway.Republish();
        }

        if (!passes && health.IsDisputed(server))
        {
            time.After(Tick, () => Send(server));
        }
    }
}
