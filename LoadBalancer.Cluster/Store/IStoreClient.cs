namespace LoadBalancer.Cluster.Store;

/// <summary>The client of the store, which learns how each operation ended. Thread-safe.</summary>
public interface IStoreClient
{
    /// <summary>Called after an operation has succeeded. Must return at once.</summary>
    void Succeeded();

    /// <summary>
    /// Called after an operation has failed. The client may begin to look for a better connection; it does so in the background.
    /// </summary>
    /// <param name="exception">The exception of the operation.</param>
    /// <returns>A <see cref="StoreException"/> if the store is the cause, otherwise the same exception.</returns>
    Exception Failed(Exception exception);
}
