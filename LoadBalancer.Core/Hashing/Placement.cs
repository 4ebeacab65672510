using LoadBalancer.Core.Hashing.Maglev;
using LoadBalancer.Core.Hashing.Rendezvous;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Core.Hashing;

/// <summary>Creates placements. Thread-safe.</summary>
public static class Placement
{
    /// <summary>Builds a placement from scratch; <see cref="IPlacement.Rebuild"/> is cheaper if there is a previous one.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="members">The servers in any order. Without servers the placement owns nothing.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The algorithm does not exist, a weight is not 1 to 1,000, or there are too many servers or points.
    /// </exception>
    public static IPlacement Build(PlacementAlgorithm algorithm, IEnumerable<PlacementMember> members) => algorithm switch
    {
        PlacementAlgorithm.Ring => HashRing.Build(members),
        PlacementAlgorithm.Maglev => MaglevTable.Build(members),
        PlacementAlgorithm.Rendezvous => RendezvousPlacement.Build(members),
        PlacementAlgorithm.Ketama => HashRing.BuildKetama(members),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "The algorithm is unknown."),
    };
}
