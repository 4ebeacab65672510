namespace LoadBalancer.Cluster.Changes;

/// <summary>
/// What people have changed, with the name of the key that they used. Whatever writes such a change writes it here too, in the
/// same transaction; nothing else does, so that no other event pushes a change out. Thread-safe.
/// </summary>
public interface IChangeLog
{
    /// <summary>How many changes are kept; the oldest are dropped.</summary>
    const int Capacity = 100_000;

    /// <summary>How many changes are read at most at a time.</summary>
    const int MostPerPage = 1_000;

    /// <summary>How long a change is kept, 90 days.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    /// <summary>A page of changes, the latest first. Records that this build cannot read are left out.</summary>
    /// <param name="query">Which changes.</param>
    /// <param name="count">How many at most; 1 to <see cref="MostPerPage"/>.</param>
    /// <param name="cursor">Where the page begins; <see langword="null"/> for the latest change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ChangePage> ReadAsync(ChangeQuery query, int count, ChangeCursor? cursor, CancellationToken cancellationToken);
}
