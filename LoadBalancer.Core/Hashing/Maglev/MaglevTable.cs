using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing.Maglev;

/// <summary>
/// Google's Maglev hashing (Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016) with weights, layout
/// v1. The owner of a hash is the table's entry at the hash modulo the size; the candidates are the distinct servers of the entries from
/// there on, wrapping around. Immutable, thread-safe.
/// </summary>
/// <remarks>
/// The most even of the algorithms, but not minimal: when a server joins, leaves, or changes weight, some keys move between other servers
/// (measured in docs/benchmarks/hashing.md). When <see cref="MaglevSize.For"/> steps to the next size, nearly all keys move.
/// </remarks>
public sealed class MaglevTable : IPlacement
{
    private readonly ushort[] _entries;

    private MaglevTable(ImmutableArray<PlacementMember> members, ushort[] entries)
    {
        Members = members;
        _entries = entries;
    }

    /// <inheritdoc />
    public PlacementAlgorithm Algorithm => PlacementAlgorithm.Maglev;

    /// <inheritdoc />
    public ImmutableArray<PlacementMember> Members { get; }

    /// <inheritdoc />
    public int PointCount => _entries.Length;

    /// <summary>Builds the table in the size that <see cref="MaglevSize.For"/> returns. O(size · log size) expected.</summary>
    /// <param name="members">The servers in any order. Without servers the table is empty and owns nothing.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not 1 to 1,000, or there are too many servers.</exception>
    public static MaglevTable Build(IEnumerable<PlacementMember> members)
    {
        var ordered = PlacementMembers.Order(members);
        return new(ordered, MaglevPopulation.Fill(ordered, MaglevSize.For(ordered.Length)));
    }

    /// <summary>Builds the table in a chosen size, on which gateways must agree.</summary>
    /// <param name="members">The servers in any order. Without servers the table is empty and owns nothing.</param>
    /// <param name="size">A prime above the number of servers and at most <see cref="MaglevSize.Max"/>.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight or the size is out of range, or there are too many servers.</exception>
    public static MaglevTable Build(IEnumerable<PlacementMember> members, int size)
    {
        var ordered = PlacementMembers.Order(members);
        MaglevSize.Check(size, ordered.Length);
        return new(ordered, MaglevPopulation.Fill(ordered, size));
    }

    /// <inheritdoc />
    /// <remarks>Built from scratch: a change of one server may affect any entry.</remarks>
    public IPlacement Rebuild(IEnumerable<PlacementMember> members) => Build(members);

    /// <inheritdoc />
    public int Owner(ulong hash) => _entries.Length == 0 ? -1 : _entries[EntryFor(hash)];

    /// <inheritdoc />
    public bool Advance(ref CandidateWalk walk)
    {
        if (walk.Count == Members.Length)
        {
            return false;
        }

        var entry = walk.Position < 0 ? EntryFor(walk.Hash) : After(walk.Position);
        while (!walk.TryVisit(_entries[entry]))
        {
            entry = After(entry);
        }

        walk.Position = entry;
        return true;
    }

    /// <summary>The owner of every entry, in order.</summary>
    public IEnumerable<int> Entries() => _entries.Select(server => (int)server);

    private int EntryFor(ulong hash) => (int)(hash % (uint)_entries.Length);

    private int After(int entry) => entry + 1 == _entries.Length ? 0 : entry + 1;
}
