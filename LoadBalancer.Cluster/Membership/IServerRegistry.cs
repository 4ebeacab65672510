using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>
/// The membership that a cluster shares. A contract test class specifies the behavior of all implementations: changes are atomic, ordered
/// by version, and written together with their events (<see cref="Events.IEventLog"/>); leases expire by the store's own clock; hints may
/// be lost, but reads are accurate. Thread-safe. Members throw the store's exceptions while the store is unreachable; nothing is retried
/// here.
/// </summary>
public interface IServerRegistry
{
    /// <summary>
    /// Reads the whole membership, in one read of the store. An empty store yields <see cref="MembershipSnapshot.Empty"/>.
    /// </summary>
    Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads the membership like <see cref="ReadAsync"/>, without a check that the store accepts writes. If it accepts none, the membership
    /// may be outdated, unless the store is only full.
    /// </summary>
    Task<MembershipSnapshot> ReadUncheckedAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    /// <summary>
    /// Reads the store's clock, by which leases expire and servers join; <see langword="null"/> if this process may not read it.
    /// </summary>
    Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Applies a change to the current membership, and retries after a concurrent change, unless the change is conditioned on a version. A
    /// server that leaves loses its lease; a server that joins without a time joins now, by the store's clock.
    /// </summary>
    /// <exception cref="RegistryContentionException">Concurrent changes won each attempt for 30 s.</exception>
    Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Lets a process join as a server and take the server's lease, both or neither. It takes over from a process that registered the same
    /// id before.
    /// </summary>
    /// <param name="join">The server; <see cref="MembershipChange.Join.Instance"/> must be set.</param>
    /// <param name="lease">How long the server stays a member without a renewal; positive.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RegistryContentionException">Concurrent changes won each attempt for 30 s.</exception>
    Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Renews a lease for its full length from now.</summary>
    /// <param name="id">The server.</param>
    /// <param name="instance">The process that registered it.</param>
    /// <param name="lease">The length; positive.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<LeaseStatus> RenewAsync(ServerId id, string instance, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the remaining time of each lease, by server id; members without a lease at the moment are omitted. For display: O(n) commands.
    /// </summary>
    Task<ImmutableDictionary<ServerId, TimeSpan>> ReadLeasesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Removes servers that have been without their lease for the whole length of a lease, as observed by consecutive sweeps. While the
    /// store is unreachable, leases expire that cannot be renewed; sweeps stop during that time, and their earlier observations are
    /// discarded, so that every server has the full length of a lease to return. Any number of processes may call this as often as they
    /// like: the cluster does the work at most once per interval. Servers that never had a lease stay.
    /// </summary>
    /// <param name="interval">The minimum time between two sweeps of the cluster.</param>
    /// <param name="evidence">The caller's evidence; a server that it reports as alive starts its time again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The ids of the servers that this call removed.</returns>
    Task<IReadOnlyList<ServerId>> RemoveExpiredAsync(TimeSpan interval, ILivenessEvidence evidence, CancellationToken cancellationToken);

    /// <summary>Calls back soon after a change by any process. Only a hint: it may come late, twice, or never.</summary>
    /// <param name="onChanged">The callback. Must return at once and not throw.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The subscription; dispose it to end the callbacks.</returns>
    Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken);
}
