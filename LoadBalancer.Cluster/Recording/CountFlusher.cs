using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Store;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Writes counts to Redis, in one batch per interval, and reads the cluster's totals. A batch that failed is written again unchanged until
/// Redis has it.
/// </summary>
internal sealed partial class CountFlusher(
    ICounterStore store,
    CountLedger ledger,
    StatisticsHistory statistics,
    IOptions<CountingOptions> options,
    TimeProvider timeProvider,
    LoopLog<CountFlusher> log) : StoreFlusher(options.Value.CountInterval, timeProvider, log.Logger)
{
    private readonly ILogger _logger = log.Logger;
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
            ledger.MarkUnreachable();
            if (log.TryRecordFault(exception))
            {
                return;
            }

            if (_reachable)
            {
                LogStoreAway(StoreFailure.Describe(exception));
            }

            _reachable = false;
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (ledger.Next() is { } batch)
        {
            if (await store.AddAsync(batch, cancellationToken) == CounterOutcome.HistoryLost)
            {
                await ResumeAsync(cancellationToken);
                return;
            }

            ledger.Confirm();
        }

        ledger.Take(await store.ReadTotalsAsync(cancellationToken));
    }

    /// <summary>
    /// Continues after Redis was emptied or restored from an older copy: the part of this gateway's counts that Redis still has is not
    /// written again, but the rest is, and its statistics.
    /// </summary>
    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var (sequence, counts) = await store.ReadContributionAsync(ledger.Source, cancellationToken);
        LogHistoryLost(ledger.Sequence, sequence);
        ledger.Resume(sequence, counts);
        statistics.MarkLost();
    }

    [LoggerMessage(3001, LogLevel.Warning, "Counts cannot be written to Redis and are kept: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(3003, LogLevel.Information, "Counts are written to Redis again")]
    private partial void LogStoreBack();

    [LoggerMessage(3002, LogLevel.Warning,
        "Redis has lost counts: this gateway wrote batch {Sequence}, but Redis has {StoredSequence}; the missing counts are written " +
        "again")]
    private partial void LogHistoryLost(long sequence, long storedSequence);
}
