using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing;

/// <summary>
/// A placement of keys on a fixed set of servers: built once, immutable, thread-safe. It is independent of health, load, and retries: the
/// caller walks the candidates and takes the first one that it can use. Servers are identified by their index in <see cref="Members"/>.
/// </summary>
public interface IPlacement
{
    /// <summary>The algorithm.</summary>
    PlacementAlgorithm Algorithm { get; }

    /// <summary>The servers, by id in ordinal order.</summary>
    ImmutableArray<PlacementMember> Members { get; }

    /// <summary>The number of points or table entries that the placement holds.</summary>
    int PointCount { get; }

    /// <summary>Returns the owner of a key's hash, or −1 if there are no servers. Does not allocate.</summary>
    /// <param name="hash">The key's hash, computed by <see cref="KeyHash"/> for this <see cref="Algorithm"/>.</param>
    int Owner(ulong hash);

    /// <summary>
    /// Moves a walk to its next distinct server, the owner first. Returns <see langword="false"/> if every server was visited. Called
    /// through <see cref="CandidateWalk.MoveNext"/>. Does not allocate.
    /// </summary>
    bool Advance(ref CandidateWalk walk);

    /// <summary>
    /// Builds a placement of the same algorithm on other servers: equivalent to one built from scratch, but cheaper if little changed.
    /// </summary>
    /// <param name="members">The servers in any order.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not 1 to 1,000, or the servers or their points are too many.</exception>
    IPlacement Rebuild(IEnumerable<PlacementMember> members);
}
