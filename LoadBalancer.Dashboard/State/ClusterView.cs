using LoadBalancer.Cluster.Watching;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Holds what is shown: one snapshot for all who look, replaced by one reference write once a second. Thread-safe.
/// </summary>
internal sealed class ClusterView(TimeProvider timeProvider)
{
    private volatile RegistryConnectionSnapshot _connection = new(IsConnected: false, timeProvider.GetUtcNow(), WasReached: false);
    private volatile DashboardSnapshot? _current;
    private volatile TaskCompletionSource? _pause;

    /// <summary>
    /// Told, on the reader's thread, that <see cref="Current"/> or <see cref="Connection"/> has been replaced. Must return at once and not
    /// throw.
    /// </summary>
    public event Action? Changed;

    /// <summary>The last that was read; <see langword="null"/> until the store was reached for the first time.</summary>
    public DashboardSnapshot? Current => _current;

    /// <summary>Whether the store is within reach, and since when; known before there is a snapshot.</summary>
    public RegistryConnectionSnapshot Connection => _connection;

    /// <summary>Whether a page is open, or anybody else listens to <see cref="Changed"/>.</summary>
    public bool HasViewers => Changed is not null;

    /// <summary>Ends when the snapshot is up to date again; <see langword="null"/> while it is.</summary>
    public Task? Resumed => _pause?.Task;

    /// <summary>The snapshot is no longer kept up to date, since nobody looks. Called by the reader, as the two below are.</summary>
    public void Pause() => _pause ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The store was read.</summary>
    public void Publish(DashboardSnapshot snapshot)
    {
        _connection = snapshot.Store;
        _current = snapshot;
        Resume();
    }

    /// <summary>The store could not be read: what was read last stays.</summary>
    public void PublishLoss(RegistryConnectionSnapshot connection)
    {
        if (_current is { } last)
        {
            Publish(last with { Store = connection });
            return;
        }

        _connection = connection;
        Resume();
    }

    private void Resume()
    {
        Interlocked.Exchange(ref _pause, null)?.SetResult();
        Changed?.Invoke();
    }
}
