using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>Measures the fraction of keys that each new placement moves, on a sample of keys.</summary>
internal sealed class PlacementObserver
{
    private const int Keys = 4_096;

    private readonly Dictionary<PlacementAlgorithm, ulong[]> _hashes = [];

    /// <summary>The largest fraction of keys that moved between two unchanged servers. A change of the algorithm does not count.</summary>
    public double MovedBetweenOld { get; private set; }

    /// <summary>The largest fraction of keys that one new placement moved.</summary>
    public double Moved { get; private set; }

    public void Compare(IPlacement before, IPlacement after)
    {
        if (before.Members.IsEmpty || after.Members.IsEmpty)
        {
            return;
        }

        var comparison = PlacementComparison.Between(before, HashesFor(before.Algorithm), after, HashesFor(after.Algorithm));
        Moved = Math.Max(Moved, comparison.Moved);
        MovedBetweenOld = before.Algorithm == after.Algorithm
            ? Math.Max(MovedBetweenOld, comparison.MovedBetweenUnchanged)
            : MovedBetweenOld;
    }

    private ulong[] HashesFor(PlacementAlgorithm algorithm)
    {
        if (!_hashes.TryGetValue(algorithm, out var hashes))
        {
            _hashes[algorithm] = hashes = [.. Enumerable.Range(0, Keys).Select(key => KeyHash.Of(algorithm, $"{key}"))];
        }

        return hashes;
    }
}
