using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>
/// The membership that a cluster shares. Every implementation gives what one contract test class states: changes are
/// atomic, ordered by version and written together with their events (<see cref="Events.IEventLog"/>), a lease expires by
/// the store's own clock, hints may be lost but reads are true.
/// Thread-safe. Members throw what their store throws when it is out of reach; nothing is retried here.
/// </summary>
public interface IServerRegistry
{
    /// <summary>
    /// Reads the whole membership, in one read of the store. An empty store gives <see cref="MembershipSnapshot.Empty"/>.
    /// </summary>
    Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Applies a change to the current membership, again if somebody else was faster, unless it is conditioned on a
    /// version. A server that leaves loses its lease.
    /// </summary>
    /// <exception cref="RegistryContentionException">Others were faster each time.</exception>
    Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Lets a process join as a server and take the server's lease, both or neither. It takes over from a process
    /// that registered the same id before.
    /// </summary>
    /// <param name="join">The server; <see cref="MembershipChange.Join.Instance"/> must be set.</param>
    /// <param name="lease">How long the server stays without being renewed; positive.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RegistryContentionException">Others were faster each time.</exception>
    Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Renews a lease for its full length from now.</summary>
    /// <param name="id">The server.</param>
    /// <param name="instance">The process that registered it.</param>
    /// <param name="lease">The length; positive.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<LeaseStatus> RenewAsync(string id, string instance, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// How long each lease lasts unless it is renewed, by server id; members without a lease at the moment are left out.
    /// For people to look at: O(n) commands.
    /// </summary>
    Task<ImmutableDictionary<string, TimeSpan>> ReadLeasesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Removes servers that have been without their lease for the whole length of a lease, as seen by sweep after
    /// sweep. A store that was away took leases with it that nobody could renew; sweeps stop for that time, and what
    /// they saw before is forgotten, so that every server has a full lease's time to return. Any number of processes
    /// may call it as often as they like: the cluster does the work at most once per interval. Servers that never had
    /// a lease stay.
    /// </summary>
    /// <param name="interval">The shortest time between two sweeps of the cluster.</param>
    /// <param name="evidence">What the caller knows of servers; one that it sees alive begins its time anew.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The ids that were removed by this call.</returns>
    Task<IReadOnlyList<string>> RemoveExpiredAsync(TimeSpan interval, ILivenessEvidence evidence, CancellationToken cancellationToken);

    /// <summary>Calls back soon after a change, by anybody. A hint only: it may come late, twice or never.</summary>
    /// <param name="onChanged">Must return at once and not throw.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Dispose it to end the calls.</returns>
    Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken);
}
