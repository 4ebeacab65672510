using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Tests.Dashboard.State;

/// <summary>Keeps intervals, and the ranges that were read.</summary>
internal sealed class WrittenStatistics : IStatisticsStore
{
    private readonly Dictionary<(GatewayProcess Source, long Index), StatisticsInterval> _intervals = [];
    private readonly List<(long First, long Last)> _reads = [];

    public bool IsUnreachable { get; set; }

    public void Write(params StatisticsInterval[] intervals)
    {
        foreach (var interval in intervals)
        {
            _intervals[(interval.Source, interval.Index)] = interval;
        }
    }

    public ImmutableArray<StatisticsInterval> In(long first, long last) =>
        [.. _intervals.Values.Where(interval => interval.Index >= first && interval.Index <= last)];

    public (long First, long Last)[] TakeReads()
    {
        var reads = _reads.ToArray();
        _reads.Clear();
        return reads;
    }

    public Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken)
    {
        Write([.. intervals]);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken)
    {
        _reads.Add((first, last));
        return IsUnreachable
            ? Task.FromException<ImmutableArray<StatisticsInterval>>(new TimeoutException())
            : Task.FromResult(In(first, last));
    }
}
