using System.Collections.Immutable;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Statistics;

namespace LoadBalancer.Tests.Support;

/// <summary>A statistics store that can be slow or unreachable, fail after it has written, and be emptied.</summary>
internal sealed class FlakyStatisticsStore : IStatisticsStore
{
    private volatile InMemoryStatisticsStore _inner = new();
    private volatile bool _isUnreachable;
    private volatile bool _losesResponses;
    private int _reads;

    public bool IsUnreachable
    {
        get => _isUnreachable;
        set => _isUnreachable = value;
    }

    public bool LosesResponses
    {
        get => _losesResponses;
        set => _losesResponses = value;
    }

    /// <summary>If set, calls wait for it.</summary>
    public Task? Pending { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public void Empty() => _inner = new();

    /// <summary>Reads all intervals, even while the store is unreachable.</summary>
    public Task<ImmutableArray<StatisticsInterval>> ReadAllAsync() =>
        _inner.ReadAsync(long.MinValue, long.MaxValue, CancellationToken.None);

    public async Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken)
    {
        await (Pending ?? Task.CompletedTask).WaitAsync(cancellationToken);
        ThrowIf(IsUnreachable);
        await _inner.WriteAsync(intervals, cancellationToken);
        ThrowIf(LosesResponses);
    }

    public async Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        await (Pending ?? Task.CompletedTask).WaitAsync(cancellationToken);
        ThrowIf(IsUnreachable || LosesResponses);
        return await _inner.ReadAsync(first, last, cancellationToken);
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new TimeoutException("The store does not respond.");
        }
    }
}
