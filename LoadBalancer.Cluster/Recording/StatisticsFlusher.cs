using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Store;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Writes the intervals that Redis does not have yet: the current one, in its present state, about once a second. Intervals that cannot be
/// written are kept as long as they count, and written when Redis is reachable again.
/// </summary>
internal sealed partial class StatisticsFlusher(
    IStatisticsStore store, StatisticsHistory history, IOptions<CountingOptions> options, TimeProvider timeProvider,
    LoopLog<StatisticsFlusher> log)
    : StoreFlusher(options.Value.CountInterval, timeProvider, log.Logger)
{
    /// <summary>The maximum number of intervals per transaction: after half an hour without Redis there are many to write.</summary>
    private const int MostAtOnce = 20;

    private readonly ILogger _logger = log.Logger;
    private bool _reachable = true;

    protected override async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var intervals in history.ReadUnwritten().Chunk(MostAtOnce))
            {
                await store.WriteAsync([.. intervals.Select(entry => entry.Interval)], cancellationToken);
                history.MarkWritten(intervals);
                if (!_reachable)
                {
                    LogStoreBack();
                }

                _reachable = true;
            }
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
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

    [LoggerMessage(3301, LogLevel.Warning, "Statistics cannot be written to Redis; the last 30 minutes are kept: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(3302, LogLevel.Information, "Statistics are written to Redis again")]
    private partial void LogStoreBack();
}
