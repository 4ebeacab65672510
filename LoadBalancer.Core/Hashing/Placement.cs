using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Core.Hashing;

/// <summary>Makes a placement of the algorithm that was asked for. Thread-safe.</summary>
public static class Placement
{
    /// <summary>Builds a placement.</summary>
    /// <param name="algorithm">Which.</param>
    /// <param name="members">The servers in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such algorithm.</exception>
    public static IPlacement Build(PlacementAlgorithm algorithm, IEnumerable<PlacementMember> members) => algorithm switch
    {
        PlacementAlgorithm.Ring => HashRing.Build(members),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "There is no such algorithm."),
    };
}
