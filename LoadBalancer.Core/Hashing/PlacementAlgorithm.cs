namespace LoadBalancer.Core.Hashing;

/// <summary>The algorithm that places keys on servers. The names are a wire contract: they are part of the digest.</summary>
public enum PlacementAlgorithm
{
    /// <summary>Consistent hashing on a 64-bit circle with virtual nodes (Karger et al., STOC 1997).</summary>
    Ring,

    /// <summary>Google's lookup table (Eisenbud et al., NSDI 2016): the most even, but moves a few keys between existing servers.</summary>
    Maglev,

    /// <summary>Weighted rendezvous hashing (Thaler and Ravishankar, 1998): even and minimal, O(servers) for each key.</summary>
    Rendezvous,

    /// <summary>The points and key hash of nginx's <c>hash … consistent</c>, for migrating from nginx without moving keys.</summary>
    Ketama,
}
