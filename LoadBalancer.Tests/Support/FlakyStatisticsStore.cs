using System.Collections.Immutable;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Statistics;

namespace LoadBalancer.Tests.Support;

/// <summary>A statistics store that can be unreachable, fail after it has written, and be emptied.</summary>
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

    public int Reads => Volatile.Read(ref _reads);

    public void Empty() => _inner = new();

    /// <summary>Reads all intervals, even while the store is unreachable.</summary>
    public Task<ImmutableArray<StatisticsInterval>> ReadAllAsync() =>
        _inner.ReadAsync(long.MinValue, long.MaxValue, CancellationToken.None);

    public async Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken)
    {
        ThrowIf(IsUnreachable);
        await _inner.WriteAsync(intervals, cancellationToken);
        ThrowIf(LosesResponses);
    }

    public Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        ThrowIf(IsUnreachable || LosesResponses);
        return _inner.ReadAsync(first, last, cancellationToken);
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new TimeoutException("The store does not respond.");
        }
    }
}
