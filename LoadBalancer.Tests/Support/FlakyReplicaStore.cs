using LoadBalancer.Cluster.Replicas;

namespace LoadBalancer.Tests.Support;

/// <summary>A replica store that can be unreachable or be replaced by an empty one.</summary>
internal sealed class FlakyReplicaStore(IReplicaStore inner) : IReplicaStore
{
    private volatile bool _isUnreachable;
    private volatile IReplicaStore _inner = inner;
    private int _calls;

    public bool IsUnreachable
    {
        get => _isUnreachable;
        set => _isUnreachable = value;
    }

    public IReplicaStore Inner
    {
        get => _inner;
        set => _inner = value;
    }

    /// <summary>The number of calls of any kind, including failed ones.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public Task<ReplicaStatus> ReadAsync(CancellationToken cancellationToken) =>
        Reach() ? Inner.ReadAsync(cancellationToken) : Task.FromException<ReplicaStatus>(Unreachable());

    public Task SetWantedAsync(int count, string by, CancellationToken cancellationToken) =>
        Reach() ? Inner.SetWantedAsync(count, by, cancellationToken) : Task.FromException(Unreachable());

    public Task<OrchestratorReport> ReportAsync(OrchestratorReport report, int? wanted, CancellationToken cancellationToken) =>
        Reach() ? Inner.ReportAsync(report, wanted, cancellationToken) : Task.FromException<OrchestratorReport>(Unreachable());

    private static TimeoutException Unreachable() => new("The store does not respond.");

    private bool Reach()
    {
        Interlocked.Increment(ref _calls);
        return !IsUnreachable;
    }
}
