namespace LoadBalancer.Cluster.Store;

/// <summary>Why the store did not carry out an operation.</summary>
public enum StoreCondition
{
    /// <summary>It cannot be reached, or does not respond.</summary>
    Unreachable,

    /// <summary>
    /// It is connected but accepts no writes for now: it is a replica, is loading its data, misses replicas, or cannot persist. The
    /// operation had no effect.
    /// </summary>
    NotWritable,

    /// <summary>
    /// It is connected and is the master, but has no memory for writes: what it holds can be read and is current. The operation had no
    /// effect.
    /// </summary>
    Full,

    /// <summary>
    /// It rejects this very operation, and will until a person acts: the user lacks a permission, or a key has an unexpected type. The
    /// operation had no effect.
    /// </summary>
    Rejected,
}
