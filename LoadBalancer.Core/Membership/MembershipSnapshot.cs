using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Core.Membership;

/// <summary>
/// The set of servers at one version. Immutable and thread-safe. Versions increase by one at each change and are comparable only within one
/// <see cref="Epoch"/>: a store that was emptied and filled again starts a new one.
/// </summary>
public sealed class MembershipSnapshot
{
    /// <summary>No servers, version 0, no epoch: the state before the store is read.</summary>
    public static readonly MembershipSnapshot Empty = new(Epoch.None, 0, []);

    /// <summary>Creates a snapshot; the servers are sorted. O(n) if they are already in order, else O(n log n).</summary>
    /// <exception cref="ArgumentException">Two servers have the same id.</exception>
    public MembershipSnapshot(
        Epoch epoch,
        long version,
        IEnumerable<Server> servers,
        PlacementAlgorithm? algorithm = null,
        ImmutableArray<MembershipVersion> continues = default)
    {
        Epoch = epoch;
        Continues = continues.IsDefault ? [] : continues;
        Algorithm = algorithm;
        Version = version;
        ImmutableArray<Server> given = [.. servers];
        Servers = IsInOrder(given) ? given : [.. given.OrderBy(server => server.Id.Value, StringComparer.Ordinal)];
        for (var i = 1; i < Servers.Length; i++)
        {
            if (Servers[i - 1].Id == Servers[i].Id)
            {
                throw new ArgumentException($"The server id '{Servers[i].Id}' occurs twice.", nameof(servers));
            }
        }
    }

    /// <summary>The epoch of <see cref="Version"/>: created by the store when it starts empty.</summary>
    public Epoch Epoch { get; }

    /// <summary>The number of changes since the epoch began.</summary>
    public long Version { get; }

    /// <summary>Epoch and version as one value, which may be the condition of a change.</summary>
    public MembershipVersion At => new(Epoch, Version);

    /// <summary>The cluster's placement algorithm, or <see langword="null"/> to use the gateways' settings.</summary>
    public PlacementAlgorithm? Algorithm { get; }

    /// <summary>
    /// The epochs that this one includes, the latest first: those that were lost and restored, and those in which that happened.
    /// </summary>
    public ImmutableArray<MembershipVersion> Continues { get; }

    /// <summary>The servers, by id in ordinal order.</summary>
    public ImmutableArray<Server> Servers { get; }

    /// <summary>Returns the index of a server in <see cref="Servers"/>, or a negative number. O(log n).</summary>
    public int IndexOf(ServerId id)
    {
        var (low, high) = (0, Servers.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(Servers[middle].Id.Value, id.Value);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    /// <summary>Returns the same membership in another epoch.</summary>
    public MembershipSnapshot InEpoch(Epoch epoch) => new(epoch, Version, Servers, Algorithm, Continues);

    /// <summary>Whether servers and algorithm are the same, whatever the version. O(n).</summary>
    public bool HasContentOf(MembershipSnapshot other) =>
        ReferenceEquals(this, other) || (Algorithm == other.Algorithm && Servers.SequenceEqual(other.Servers));

    /// <summary>
    /// Whether this includes everything in another membership: it is a later version of it, or one that it was merged into.
    /// </summary>
    public bool Covers(MembershipSnapshot other) =>
        Epoch == other.Epoch
            ? Version > other.Version || (Version == other.Version && HasContentOf(other))
            : other.Epoch.IsNone || Continues.Any(origin => origin.Epoch == other.Epoch && origin.Version >= other.Version);

    /// <summary>Returns the server with an id, or <see langword="null"/>. O(log n).</summary>
    public Server? Find(ServerId id) => IndexOf(id) is >= 0 and var index ? Servers[index] : null;

    private static bool IsInOrder(ImmutableArray<Server> servers)
    {
        for (var i = 1; i < servers.Length; i++)
        {
            if (string.CompareOrdinal(servers[i - 1].Id.Value, servers[i].Id.Value) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
