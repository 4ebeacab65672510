using System.Runtime.InteropServices;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>What one gateway thinks of the servers: by Core's rules, from what it observes and what the others say.</summary>
internal sealed class GatewayHealth(SettingsSection settings, VirtualTime time)
{
    private const int ProbesBeforeSilence = 3;

    private readonly HealthRules _rules = settings.ToRules();
    private readonly TimeSpan _memory = settings.ProbeInterval * ProbesBeforeSilence;
    private readonly Dictionary<string, ServerOpinion> _opinions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _probed = new(StringComparer.Ordinal);
    private OtherGateways _others = OtherGateways.None;
    private MembershipSnapshot? _membership;

    /// <summary>Servers of the membership are all processes that keep a lease, which have names of their own.</summary>
    public static string NameOf(Server server) => server.Instance!;

    /// <summary>A request has come through or failed by the server's fault.</summary>
    /// <returns>Whether the verdict has changed.</returns>
    public bool Observe(Server server, bool failed)
    {
        var opinion = Of(NameOf(server));
        if (failed && settings.Ejection)
        {
            return opinion.Fail(time.Now, _rules);
        }

        opinion.Succeed(time.Now, _rules);
        return false;
    }

    /// <summary>A probe has passed or failed.</summary>
    /// <returns>Whether the verdict has changed.</returns>
    public bool Probe(Server server, bool passed)
    {
        _probed.Add(NameOf(server));
        return Of(NameOf(server)).Probe(passed, time.Now, _rules);
    }

    /// <returns>Whether any verdict may have changed.</returns>
    public bool Hear(OtherGateways others)
    {
        var before = _others.Votes;
        _others = others;
        return before.Count != others.Votes.Count || before.Any(vote => others.Votes.GetValueOrDefault(vote.Key) != vote.Value);
    }

    /// <summary>Whether another gateway finds a server unhealthy that this one takes for healthy.</summary>
    public bool IsDisputed(Server server)
    {
        var name = NameOf(server);
        return _others.Votes.GetValueOrDefault(name).Down > 0 && Of(name).State.ReasonAt(time.Now) == HealthReason.Healthy;
    }

    public bool IsSeenWell(Server server) => _opinions.TryGetValue(NameOf(server), out var opinion) && IsSeenWell(opinion);

    /// <summary>What this gateway tells the others.</summary>
    public (IReadOnlyCollection<string> Up, IReadOnlyCollection<string> Down) Vote() => (
        [.. _probed.Where(name => IsSeenWell(_opinions[name]))],
        [.. _opinions.Where(entry => entry.Value.State.ReasonAt(time.Now) != HealthReason.Healthy).Select(entry => entry.Key)]);

    /// <summary>The health of a membership, and when an ejection ends next.</summary>
    public (ClusterHealth Health, DateTimeOffset? Until) Judge(MembershipSnapshot membership)
    {
        var now = time.Now;
        var until = default(DateTimeOffset?);
        var reasons = new HealthReason[membership.Servers.Length];
        foreach (var (name, opinion) in _opinions)
        {
            var own = opinion.State.ReasonAt(now);
            if (own != HealthReason.Healthy && Find(membership, name) is >= 0 and var server)
            {
                reasons[server] = own;
                until = opinion.State.EjectedUntil > now && !(until < opinion.State.EjectedUntil) ? opinion.State.EjectedUntil : until;
            }
        }

        // Where nobody votes against a server, it is what this gateway thinks of it.
        foreach (var (name, votes) in _others.Votes)
        {
            if (Find(membership, name) is >= 0 and var server)
            {
                var opinion = _opinions.GetValueOrDefault(name);
                reasons[server] = ClusterHealth.Combine(reasons[server], opinion is not null && IsSeenWell(opinion), votes);
            }
        }

        return (
            ClusterHealth.Of(ImmutableCollectionsMarshal.AsImmutableArray(reasons), server => membership.Servers[server].State == ServerState.Active, _rules),
            until);
    }

    /// <summary>The servers that others find unhealthy and this gateway does not.</summary>
    public IEnumerable<Server> Disputed(MembershipSnapshot membership) =>
        _others.Votes.Keys.Select(name => Find(membership, name)).Where(server => server >= 0).Select(server => membership.Servers[server]).Where(IsDisputed);

    /// <summary>Forgets processes that are no members any more.</summary>
    public void Forget(MembershipSnapshot membership)
    {
        if (ReferenceEquals(membership, _membership))
        {
            return;
        }

        _membership = membership;
        var present = membership.Servers.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var name in _opinions.Keys.Where(name => !present.Contains(name)).ToArray())
        {
            _opinions.Remove(name);
            _probed.Remove(name);
        }
    }

    /// <summary>The place of a process in a membership, or a negative number.</summary>
    private static int Find(MembershipSnapshot membership, string name)
    {
        var server = membership.IndexOf(SimulatedServer.IdOf(name));
        return server >= 0 && string.Equals(NameOf(membership.Servers[server]), name, StringComparison.Ordinal) ? server : -1;
    }

    private bool IsSeenWell(ServerOpinion opinion) =>
        opinion.PassedAt >= time.Now - _memory && opinion.State.ReasonAt(time.Now) == HealthReason.Healthy;

    private ServerOpinion Of(string name)
    {
        if (!_opinions.TryGetValue(name, out var opinion))
        {
            _opinions[name] = opinion = new();
        }

        return opinion;
    }
}
