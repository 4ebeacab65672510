using System.Collections.Immutable;

namespace LoadBalancer.Core.Health;

/// <summary>
/// Which servers are used, from what each is thought of. A server is unhealthy if this gateway says so, or if more of
/// the gateways with an opinion say so than not. If more than <see cref="HealthRules.PanicThreshold"/> of the servers are
/// unhealthy, all are used: rather a few errors than everything on the few that are left.
/// </summary>
/// <param name="Reasons">For each server, why it is unhealthy, or <see cref="HealthReason.Healthy"/>.</param>
/// <param name="IsPanic">Whether unhealthy servers are used all the same.</param>
public sealed record ClusterHealth(ImmutableArray<HealthReason> Reasons, bool IsPanic)
{
    /// <summary>Nothing is known against any server.</summary>
    public static ClusterHealth AllHealthy(int servers) => new([.. Enumerable.Repeat(HealthReason.Healthy, servers)], IsPanic: false);

    /// <summary>Whether nothing speaks against a server.</summary>
    public bool IsHealthy(int server) => Reasons[server] == HealthReason.Healthy;

    /// <summary>The rule for one server.</summary>
    /// <param name="own">What this gateway itself has observed.</param>
    /// <param name="votesUp">Whether this gateway has seen the server answer, so that it votes too.</param>
    /// <param name="others">What the others say.</param>
    public static HealthReason Combine(HealthReason own, bool votesUp, Votes others) =>
        own != HealthReason.Healthy ? own
        : others.Down > others.Up + (votesUp ? 1 : 0) ? HealthReason.OtherGateways
        : HealthReason.Healthy;

    /// <summary>The health of all servers.</summary>
    /// <param name="reasons">For each server that is to take requests and each that is not, in the membership's order.</param>
    /// <param name="isActive">Whether a server is to take requests; the others do not count for panic.</param>
    /// <param name="rules">Where panic begins.</param>
    public static ClusterHealth Of(ImmutableArray<HealthReason> reasons, Func<int, bool> isActive, HealthRules rules)
    {
        var active = Enumerable.Range(0, reasons.Length).Where(isActive).ToArray();
        var unhealthy = active.Count(server => reasons[server] != HealthReason.Healthy);
        return new(reasons, unhealthy > rules.PanicThreshold * active.Length);
    }
}
