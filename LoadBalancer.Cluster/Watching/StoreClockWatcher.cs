using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Watching;

/// <summary>
/// Reads the store's clock once per poll interval, and before the first membership is used, and reports when this process's clock differs
/// from it.
/// </summary>
internal sealed partial class StoreClockWatcher(
    IServerRegistry registry, StoreClock clock, IOptions<RegistryOptions> options, TimeProvider timeProvider,
    LoopLog<StoreClockWatcher> log) : BackgroundService, IMembershipObserver
{
    private readonly ILogger _logger = log.Logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TimeSpan _reported;

    public Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken) =>
        clock.IsKnown ? Task.CompletedTask : TryReadAsync(cancellationToken);

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, timeProvider);
        do
        {
            await TryReadAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>
    /// Reads the clock. Without a reading, the last one stays in use; the watcher of the membership reports that Redis is lost.
    /// </summary>
    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var sent = timeProvider.GetTimestamp();
            if (await registry.ReadTimeAsync(cancellationToken) is { } time)
            {
                Check(clock.Take(time, sent));
            }
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogNotRead(StoreFailure.Describe(exception));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="error">How far the difference may be wrong.</param>
    private void Check(TimeSpan error)
    {
        var ahead = clock.Ahead!.Value;
        if (ahead.Duration() - error > ClockDifference.Most && IsNews(ahead))
        {
            _reported = ahead;
            LogDiffers(ClockDifference.Describe(ahead));
        }
        else if (_reported != TimeSpan.Zero && ahead.Duration() + error <= ClockDifference.Most)
        {
            _reported = TimeSpan.Zero;
            LogAgrees();
        }
    }

    /// <summary>Whether a difference is in the other direction than the one that was reported, or at least twice as large.</summary>
    private bool IsNews(TimeSpan ahead) =>
        ahead.Duration() >= _reported.Duration() * 2 || ahead > TimeSpan.Zero != _reported > TimeSpan.Zero;

    [LoggerMessage(2221, LogLevel.Warning,
        "The clock of this machine is {Difference} the clock of Redis. Slow start follows the clock of Redis, but statistics and events " +
        "of this process have wrong times: synchronize the clocks of all machines, for example with chrony.")]
    private partial void LogDiffers(string difference);

    [LoggerMessage(2222, LogLevel.Information, "The clock of this machine agrees with the clock of Redis again")]
    private partial void LogAgrees();

    [LoggerMessage(2223, LogLevel.Debug, "The clock of Redis could not be read: {Reason}")]
    private partial void LogNotRead(string reason);
}
