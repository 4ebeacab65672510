using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing;

/// <summary>
/// Keys placed on a fixed set of servers: built once, immutable, thread-safe. It knows nothing of health, load or
/// retries: the caller walks the candidates and takes the first that it can use. Servers are named by their place
/// in <see cref="Members"/>.
/// </summary>
public interface IPlacement
{
    /// <summary>The algorithm.</summary>
    PlacementAlgorithm Algorithm { get; }

    /// <summary>The servers, by id in ordinal order.</summary>
    ImmutableArray<PlacementMember> Members { get; }

    /// <summary>The number of points or table entries that the placement holds.</summary>
    int PointCount { get; }

    /// <summary>The owner of a key's hash, or −1 when there are no servers. Allocates nothing.</summary>
    /// <param name="hash">What <see cref="KeyHash"/> makes of the key for this <see cref="Algorithm"/>.</param>
    int Owner(ulong hash);

    /// <summary>
    /// Moves a walk to its next distinct server, the owner first. Returns <see langword="false"/> when every server
    /// was visited. Called through <see cref="CandidateWalk.MoveNext"/>. Allocates nothing.
    /// </summary>
    bool Advance(ref CandidateWalk walk);

    /// <summary>
    /// The placement of the same algorithm on other servers: equal in every response to one built from nothing, but
    /// cheaper where little changed.
    /// </summary>
    /// <param name="members">The servers in any order.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not 1 to 1,000, or the servers or their points are too many.</exception>
    IPlacement Rebuild(IEnumerable<PlacementMember> members);
}
