namespace LoadBalancer.Core.Hashing;

/// <summary>How keys are placed on servers. The names are a wire contract: they are part of the digest.</summary>
public enum PlacementAlgorithm
{
    /// <summary>Consistent hashing on a 64-bit circle with virtual nodes (Karger et al., STOC 1997).</summary>
    Ring,
}
