using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>
/// Who has a lease until when, and who has been without one for how long, as sweep after sweep has seen: time in which
/// nobody could sweep counts for nothing, as in the product's registry.
/// </summary>
internal sealed class LeaseBook(VirtualTime time)
{
    private readonly Dictionary<string, (string Instance, DateTimeOffset Until)> _leases = new(StringComparer.Ordinal);
    private Dictionary<string, (string Instance, TimeSpan Missing)> _marks = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;
    private DateTimeOffset _marksUntil;

    public void Grant(string id, string instance, TimeSpan lease) => _leases[id] = (instance, time.Now + lease);

    public bool Has(Server server) => _leases.TryGetValue(server.Id, out var lease) && lease.Until > time.Now && string.Equals(lease.Instance, server.Instance, StringComparison.Ordinal);

    /// <summary>Renews a lease.</summary>
    /// <returns><see langword="false"/> if it has run out, or is another process's.</returns>
    public bool TryRenew(string id, string instance, TimeSpan lease)
    {
        if (!_leases.TryGetValue(id, out var held) || held.Until <= time.Now || !string.Equals(held.Instance, instance, StringComparison.Ordinal))
        {
            return false;
        }

        Grant(id, instance, lease);
        return true;
    }

    /// <summary>The servers that are to be removed, once in each interval.</summary>
    /// <param name="membership">Who is there.</param>
    /// <param name="interval">How often it is swept.</param>
    /// <param name="isSeenWell">Whether the gateway that sweeps sees a server well; <see langword="null"/> to remove who has no lease at once.</param>
    public IReadOnlyList<Server> Sweep(MembershipSnapshot membership, TimeSpan interval, Func<Server, bool>? isSeenWell)
    {
        if (time.Now < _nextSweep)
        {
            return [];
        }

        _nextSweep = time.Now + interval;
        var missing = membership.Servers.Where(server => server.Instance is not null && !Has(server)).ToList();
        if (isSeenWell is null)
        {
            return missing;
        }

        missing.RemoveAll(server => isSeenWell(server));
        var before = time.Now < _marksUntil ? _marks : [];
        _marks = missing.ToDictionary(server => server.Id, server => (server.Instance!, MissingOf(before, server, interval)), StringComparer.Ordinal);
        _marksUntil = time.Now + (interval * 3);
        return missing.FindAll(server => _marks[server.Id].Missing >= server.Lease);
    }

    public void Forget(MembershipSnapshot before, MembershipSnapshot after)
    {
        foreach (var difference in MembershipDifference.Between(before, after).Where(difference => difference.After is null))
        {
            _leases.Remove(difference.Before!.Id);
        }
    }

    public void Clear()
    {
        _leases.Clear();
        _marks.Clear();
    }

    private static TimeSpan MissingOf(Dictionary<string, (string Instance, TimeSpan Missing)> before, Server server, TimeSpan interval) =>
        before.TryGetValue(server.Id, out var mark) && string.Equals(mark.Instance, server.Instance, StringComparison.Ordinal) ? mark.Missing + interval : TimeSpan.Zero;
}
