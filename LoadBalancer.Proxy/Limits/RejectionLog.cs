using LoadBalancer.Proxy.Responses;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Logs once a minute what was rejected in that minute, one line per reason, so that the log stays short however many requests are
/// rejected.
/// </summary>
internal sealed partial class RejectionLog(
    Rejections rejections, TimeProvider timeProvider, ILogger<RejectionLog> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly long[] _logged = new long[Rejections.Reasons.Length];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                LogNew();
            }
        }
        finally
        {
            LogNew();
        }
    }

    private void LogNew()
    {
        foreach (var reason in Rejections.Reasons)
        {
            var count = rejections.Of(reason);
            if (count > _logged[(int)reason])
            {
                LogRejected(Rejections.NameOf(reason), count - _logged[(int)reason], count);
                _logged[(int)reason] = count;
            }
        }
    }

    [LoggerMessage(3601, LogLevel.Warning, "Rejected in the last minute for the reason '{Reason}': {Count} ({Total} since the start)")]
    private partial void LogRejected(string reason, long count, long total);
}
