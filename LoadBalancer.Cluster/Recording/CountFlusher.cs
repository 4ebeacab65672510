using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Store;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Sends what was counted to the store, in one batch per interval, and takes the cluster's totals back. A batch that
/// failed is sent again unchanged until the store has it; what is counted meanwhile goes into the next.
/// </summary>
internal sealed partial class CountFlusher(
    ICounterStore store,
    RequestCounters local,
    ClusterCounts cluster,
    StatisticsHistory statistics,
    GatewayIdentity identity,
    IOptions<CountingOptions> options,
    TimeProvider timeProvider,
    ILogger<CountFlusher> logger) : StoreFlusher(options.Value.CountInterval, timeProvider)
{
    private readonly string _source = identity.Process;
    private long _sequence;
    private ImmutableDictionary<string, ServerCounts> _sent = [];
    private (CounterBatch Batch, ImmutableDictionary<string, ServerCounts> UpTo)? _pending;
    private bool _reachable = true;

    protected override async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
            if (!_reachable)
            {
                LogStoreBack();
            }

            _reachable = true;
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            cluster.StoreIsAway();
            if (_reachable)
            {
                LogStoreAway(StoreFailure.Describe(exception));
            }

            _reachable = false;
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        _pending ??= NextBatch();
        if (_pending is var (batch, upTo))
        {
            if (await store.AddAsync(batch, cancellationToken) == CounterOutcome.HistoryLost)
            {
                await ResumeAsync(cancellationToken);
                return;
            }

            _sent = upTo;
            _sequence = batch.Sequence;
            _pending = null;
        }

        cluster.Update(await store.ReadTotalsAsync(cancellationToken), _sent);
    }

    /// <summary>
    /// After the first batch there is always a next one, be it empty: its response tells whether the store still knows this gateway.
    /// </summary>
    private (CounterBatch Batch, ImmutableDictionary<string, ServerCounts> UpTo)? NextBatch()
    {
        var deltas = local.ReadSince(_sent);
        return deltas.IsEmpty && _sequence == 0 ? null : (new(_source, _sequence + 1, deltas), _sent.Plus(deltas));
    }

    /// <summary>
    /// The store was emptied or has fallen back: what it still has of this gateway's counts is not sent again, the rest is, and so are its
    /// statistics.
    /// </summary>
    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var (sequence, counts) = await store.ReadContributionAsync(_source, cancellationToken);
        LogHistoryLost(_sequence, sequence);
        _sequence = sequence;
        _sent = counts;
        _pending = null;
        statistics.MarkLost();
    }

    [LoggerMessage(3001, LogLevel.Warning, "Counts cannot be written to Redis and are kept: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(3003, LogLevel.Information, "Counts are written to Redis again")]
    private partial void LogStoreBack();

    [LoggerMessage(3002, LogLevel.Warning,
        "Redis has lost counts: batch {Sequence} of this gateway was written, {StoredSequence} is there now; the missing counts are " +
        "written again")]
    private partial void LogHistoryLost(long sequence, long storedSequence);
}
