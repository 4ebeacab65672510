using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>
/// Which servers have been without their lease, and for how long. Only what sweeps have seen counts: each adds the
/// interval since the one before at most, so that time without sweeps counts for nothing. Immutable.
/// </summary>
/// <param name="Turn">How many sweeps have written marks one after the other.</param>
/// <param name="Marks">By server.</param>
internal sealed record LeaseMarks(long Turn, ImmutableDictionary<string, LeaseMark> Marks)
{
    public static readonly LeaseMarks None = new(0, ImmutableDictionary.Create<string, LeaseMark>(StringComparer.Ordinal));

    /// <summary>What is assumed of a server whose record, by an older build, does not say it.</summary>
    private static readonly TimeSpan UnknownLease = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);

    /// <summary>How long marks count without another sweep: a few missed ones are forgiven, a store that was away is not.</summary>
    public static TimeSpan Lifetime(TimeSpan interval) => interval * 3 > ShortestLifetime ? interval * 3 : ShortestLifetime;

    /// <summary>The marks after a sweep.</summary>
    /// <param name="missing">The servers that should have a lease and have none.</param>
    /// <param name="interval">The time since the last sweep at least.</param>
    public LeaseMarks Next(IEnumerable<Server> missing, TimeSpan interval) => new(
        Turn + 1,
        missing.ToImmutableDictionary(server => server.Id, server => Next(server, interval), StringComparer.Ordinal));

    /// <summary>Whether a server has been without its lease for as long as the lease itself.</summary>
    public bool IsDue(Server server) => Marks.TryGetValue(server.Id, out var mark) && mark.Missing >= (server.Lease ?? UnknownLease);

    private LeaseMark Next(Server server, TimeSpan interval) =>
        Marks.TryGetValue(server.Id, out var mark) && string.Equals(mark.Instance, server.Instance, StringComparison.Ordinal)
            ? mark with { Missing = mark.Missing + interval }
            : new(server.Instance!, TimeSpan.Zero);
}
