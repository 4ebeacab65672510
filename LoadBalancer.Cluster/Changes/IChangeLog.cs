namespace LoadBalancer.Cluster.Changes;

/// <summary>
/// The changes made by people, with the name of the API key that they used. Each write of such a change writes it here too, in the same
/// transaction. Nothing else is written here, so other events cannot push a change out. Thread-safe.
/// </summary>
public interface IChangeLog
{
    /// <summary>The number of changes that are kept; the oldest are dropped.</summary>
    const int Capacity = 100_000;

    /// <summary>The maximum number of changes per read.</summary>
    const int MostPerPage = 1_000;

    /// <summary>How long a change is kept, 90 days.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    /// <summary>Reads a page of changes, the latest first. Records that this build cannot read are omitted.</summary>
    /// <param name="query">The query.</param>
    /// <param name="count">The maximum number of changes; 1 to <see cref="MostPerPage"/>.</param>
    /// <param name="cursor">The start of the page; <see langword="null"/> for the latest change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ChangePage> ReadAsync(ChangeQuery query, int count, ChangeCursor? cursor, CancellationToken cancellationToken);
}
