using System.Collections.Immutable;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
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

    /// <summary>Those of the others' votes that speak against a server.</summary>
    public IReadOnlyDictionary<string, Votes> Votes => _others.Votes;

    public static string NameOf(Server server) => $"{server.Id}@{server.Instance}";

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
        var reasons = ImmutableArray.CreateBuilder<HealthReason>(membership.Servers.Length);
        foreach (var server in membership.Servers)
        {
            var name = NameOf(server);
            var opinion = _opinions.GetValueOrDefault(name);
            reasons.Add(ClusterHealth.Combine(
                opinion?.State.ReasonAt(now) ?? HealthReason.Healthy, opinion is not null && IsSeenWell(opinion), _others.Votes.GetValueOrDefault(name)));
            if (opinion?.State.EjectedUntil is { } end && end > now)
            {
                until = until < end ? until : end;
            }
        }

        return (ClusterHealth.Of(reasons.MoveToImmutable(), server => membership.Servers[server].State == ServerState.Active, _rules), until);
    }

    /// <summary>Forgets processes that are no members any more.</summary>
    public void Forget(MembershipSnapshot membership)
    {
        var present = membership.Servers.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var name in _opinions.Keys.Where(name => !present.Contains(name)).ToArray())
        {
            _opinions.Remove(name);
            _probed.Remove(name);
        }
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
