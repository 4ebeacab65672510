using System.Collections.Immutable;

namespace LoadBalancer.Core.Health;

/// <summary>
/// Determines which servers are used, from the health of each. A server is unhealthy if this gateway finds it so, or if more of the voting
/// gateways find it unhealthy than healthy. If more than <see cref="HealthRules.PanicThreshold"/> of the servers are unhealthy, all are
/// used: a few errors are better than all load on the few that are left.
/// </summary>
/// <param name="Reasons">The reason why each server is unhealthy, or <see cref="HealthReason.Healthy"/>.</param>
/// <param name="IsPanic">Whether unhealthy servers are used as well.</param>
public sealed record ClusterHealth(ImmutableArray<HealthReason> Reasons, bool IsPanic)
{
    /// <summary>Returns a state in which all servers are healthy.</summary>
    public static ClusterHealth AllHealthy(int servers) => new([.. Enumerable.Repeat(HealthReason.Healthy, servers)], IsPanic: false);

    /// <summary>Whether a server is healthy.</summary>
    public bool IsHealthy(int server) => Reasons[server] == HealthReason.Healthy;

    /// <summary>Determines the health of one server.</summary>
    /// <param name="own">The observation of this gateway.</param>
    /// <param name="votesUp">Whether this gateway has observed that the server responds, so that it votes too.</param>
    /// <param name="others">The votes of the other gateways.</param>
    public static HealthReason Combine(HealthReason own, bool votesUp, Votes others) =>
        own != HealthReason.Healthy ? own
        : others.Down > others.Up + (votesUp ? 1 : 0) ? HealthReason.OtherGateways
        : HealthReason.Healthy;

    /// <summary>Determines the health of all servers.</summary>
    /// <param name="reasons">The reason for each server, active or not, in the membership's order.</param>
    /// <param name="isActive">Whether a server is active; others do not count for panic mode.</param>
    /// <param name="rules">The rules, which define the panic threshold.</param>
    public static ClusterHealth Of(ImmutableArray<HealthReason> reasons, Func<int, bool> isActive, HealthRules rules)
    {
        var active = Enumerable.Range(0, reasons.Length).Where(isActive).ToArray();
        var unhealthy = active.Count(server => reasons[server] != HealthReason.Healthy);
        return new(reasons, unhealthy > rules.PanicThreshold * active.Length);
    }
}
