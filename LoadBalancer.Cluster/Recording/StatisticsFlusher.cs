using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Store;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Writes the intervals that the store has not got: the current one, as it is by now, about once a second. What cannot be
/// written is kept for as long as it counts, and written when the store is back.
/// </summary>
internal sealed partial class StatisticsFlusher(
    IStatisticsStore store, StatisticsHistory history, IOptions<CountingOptions> options, TimeProvider timeProvider,
    ILogger<StatisticsFlusher> logger)
    : StoreFlusher(options.Value.CountInterval, timeProvider)
{
    /// <summary>After half an hour without the store there is much to write: not in one transaction.</summary>
    private const int MostAtOnce = 20;

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
