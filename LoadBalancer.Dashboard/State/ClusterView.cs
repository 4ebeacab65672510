using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Watching;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Holds the current snapshot, which all viewers share, and which is replaced by one reference write once a second. Thread-safe.
/// </summary>
internal sealed class ClusterView(BackgroundFaults faults, TimeProvider timeProvider)
{
    private volatile RegistryConnectionSnapshot _connection = new(IsConnected: false, timeProvider.GetUtcNow(), WasReached: false);
    private volatile DashboardSnapshot? _current;
    private volatile TaskCompletionSource? _pause;
    private volatile bool _isFaulted;

    /// <summary>
    /// Raised, on the reader's thread, when <see cref="Current"/> or <see cref="Connection"/> has been replaced. Handlers must return at
    /// once and not throw.
    /// </summary>
    public event Action? Changed;

    /// <summary>The latest snapshot; <see langword="null"/> until Redis was reached for the first time.</summary>
    public DashboardSnapshot? Current => _current;

    /// <summary>Whether Redis is reachable and accepts writes, and since when; known before there is a snapshot.</summary>
    public RegistryConnectionSnapshot Connection => _connection;

    /// <summary>The latest fault of the dashboard's own background loops; <see langword="null"/> if none is remembered.</summary>
    public BackgroundFault? Fault => faults.Latest;

    /// <summary>Whether a fault ended the last read, so that <see cref="Current"/> is outdated although Redis may be reachable.</summary>
    public bool IsFaulted => _isFaulted;

    /// <summary>Whether a page is open, or anything else subscribes to <see cref="Changed"/>.</summary>
    public bool HasViewers => Changed is not null;

    /// <summary>Completes when the snapshot is up to date again; <see langword="null"/> while it is.</summary>
    public Task? Resumed => _pause?.Task;

    /// <summary>
    /// Marks the snapshot as no longer updated, since there are no viewers. Called by the reader, like the methods below.
    /// </summary>
    public void Pause() => _pause ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Publishes a snapshot after a read of Redis.</summary>
    public void Publish(DashboardSnapshot snapshot)
    {
        _isFaulted = false;
        _connection = snapshot.Store;
        _current = snapshot;
        Resume();
    }

    /// <summary>Records that a fault ended a read; the last snapshot stays.</summary>
    public void PublishFault()
    {
        _isFaulted = true;
        Resume();
    }

    /// <summary>Records that Redis could not be read; the last snapshot stays.</summary>
    public void PublishLoss(RegistryConnectionSnapshot connection)
    {
        if (_current is { } last)
        {
            Publish(last with { Store = connection });
            return;
        }

        _isFaulted = false;
        _connection = connection;
        Resume();
    }

    private void Resume()
    {
        Interlocked.Exchange(ref _pause, null)?.SetResult();
        Changed?.Invoke();
    }
}
