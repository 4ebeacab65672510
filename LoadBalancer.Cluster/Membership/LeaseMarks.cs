using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>
/// The servers that have been without their lease, and for how long. Only observations of sweeps count: each adds at most the interval
/// since the one before, so that time without sweeps does not count. Immutable.
/// </summary>
/// <param name="Turn">The number of consecutive sweeps that have written marks.</param>
/// <param name="Marks">The marks by server id.</param>
internal sealed record LeaseMarks(long Turn, ImmutableDictionary<ServerId, LeaseMark> Marks)
{
    public static readonly LeaseMarks None = new(0, ImmutableDictionary<ServerId, LeaseMark>.Empty);

    /// <summary>The lease that is assumed for a server whose record, by an older build, does not contain it.</summary>
    private static readonly TimeSpan UnknownLease = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns how long marks count without another sweep: a few missed sweeps are tolerated, an outage of the store is not.
    /// </summary>
    public static TimeSpan Lifetime(TimeSpan interval) => interval * 3 > ShortestLifetime ? interval * 3 : ShortestLifetime;

    /// <summary>Returns the marks after a sweep.</summary>
    /// <param name="missing">The servers that should have a lease but do not.</param>
    /// <param name="interval">The minimum time since the last sweep.</param>
    public LeaseMarks Next(IEnumerable<Server> missing, TimeSpan interval) => new(
        Turn + 1,
        missing.ToImmutableDictionary(server => server.Id, server => Next(server, interval)));

    /// <summary>Whether a server has been without its lease for as long as the lease itself.</summary>
    public bool IsDue(Server server) => Marks.TryGetValue(server.Id, out var mark) && mark.Missing >= (server.Lease ?? UnknownLease);

    private LeaseMark Next(Server server, TimeSpan interval) =>
        Marks.TryGetValue(server.Id, out var mark) && string.Equals(mark.Instance, server.Instance, StringComparison.Ordinal)
            ? mark with { Missing = mark.Missing + interval }
            : new(server.Instance!, TimeSpan.Zero);
}
