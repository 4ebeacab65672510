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
    int Owner(ulong hash);

    /// <summary>
    /// Moves a walk to its next distinct server, the owner first. Returns <see langword="false"/> when every server
    /// was visited. Called through <see cref="CandidateWalk.MoveNext"/>. Allocates nothing.
    /// </summary>
    bool Advance(ref CandidateWalk walk);
}
