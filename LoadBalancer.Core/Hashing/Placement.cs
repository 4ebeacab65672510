using LoadBalancer.Core.Hashing.Maglev;
using LoadBalancer.Core.Hashing.Rendezvous;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Core.Hashing;

/// <summary>Makes a placement of the algorithm that was asked for. Thread-safe.</summary>
public static class Placement
{
    /// <summary>Builds a placement from nothing; <see cref="IPlacement.Rebuild"/> is cheaper where one exists.</summary>
    /// <param name="algorithm">Which.</param>
    /// <param name="members">The servers in any order. None makes a placement that owns nothing.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no such algorithm, a weight is not 1 to 1,000, or the servers or their points are too many.
    /// </exception>
    public static IPlacement Build(PlacementAlgorithm algorithm, IEnumerable<PlacementMember> members) => algorithm switch
    {
        PlacementAlgorithm.Ring => HashRing.Build(members),
        PlacementAlgorithm.Maglev => MaglevTable.Build(members),
        PlacementAlgorithm.Rendezvous => RendezvousPlacement.Build(members),
        PlacementAlgorithm.Ketama => HashRing.BuildKetama(members),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "There is no such algorithm."),
    };
}
