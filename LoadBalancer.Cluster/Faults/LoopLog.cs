using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Cluster.Faults;

/// <summary>
/// The log of a background loop, which separates the two reasons for a failed pass: the store, which the loop itself logs in its own words,
/// and a fault, which <see cref="BackgroundFaults"/> records for all loops alike. Thread-safe.
/// </summary>
/// <typeparam name="TLoop">The loop.</typeparam>
public sealed class LoopLog<TLoop>(BackgroundFaults faults, ILogger<TLoop> logger)
{
    /// <summary>The logger for the loop's own messages.</summary>
    public ILogger Logger => logger;

    /// <summary>The fault that occurred last in any loop of this process; <see langword="null"/> if none is remembered.</summary>
    public BackgroundFault? LatestFault => faults.Latest;

    /// <summary>Records an exception of something that does not use the store, which is always a fault.</summary>
    public void RecordFault(Exception exception) => faults.Record(typeof(TLoop).Name, exception);

    /// <summary>Records the exception of a pass if it is a fault. Called for every exception except that of a shutdown.</summary>
    /// <returns>
    /// <see langword="false"/> if the store is the reason, see <see cref="StoreFailure.IsTemporary"/>. Then nothing is recorded, and the
    /// loop logs it.
    /// </returns>
    public bool TryRecordFault(Exception exception)
    {
        if (StoreFailure.IsTemporary(exception))
        {
            return false;
        }

        RecordFault(exception);
        return true;
    }
}
