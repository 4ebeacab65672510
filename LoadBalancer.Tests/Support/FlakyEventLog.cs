using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.InMemory;

namespace LoadBalancer.Tests.Support;

/// <summary>An event log that can be unreachable.</summary>
internal sealed class FlakyEventLog : IEventLog
{
    private readonly InMemoryEventLog _inner = new();
    private volatile bool _isUnreachable;
    private int _calls;

    public bool IsUnreachable
    {
        get => _isUnreachable;
        set => _isUnreachable = value;
    }

    /// <summary>The number of appends, including failed ones.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public Task AppendAsync(IReadOnlyList<ClusterEvent> events, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return IsUnreachable
            ? Task.FromException(new TimeoutException("The log does not respond."))
            : _inner.AppendAsync(events, cancellationToken);
    }

    public Task<ImmutableArray<ClusterEvent>> ReadAsync(int count, CancellationToken cancellationToken) =>
        _inner.ReadAsync(count, cancellationToken);
}
