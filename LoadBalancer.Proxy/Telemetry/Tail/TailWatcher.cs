using System.Collections.Immutable;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Tail;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Telemetry.Tail;

/// <summary>
/// Reads once a second what somebody wants to see. When it cannot be read any longer than a wish counts, nobody is assumed to look.
/// </summary>
internal sealed partial class TailWatcher(
    ITailStore store,
    RequestTail tail,
    GatewayIdentity identity,
    IOptions<TailOptions> options,
    TimeProvider timeProvider,
    LoopLog<TailWatcher> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = log.Logger;
    private long _readAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, timeProvider);
        do
        {
            await TryReadAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var filters = await store.ReadWantedAsync(cancellationToken);
            _readAt = timeProvider.GetTimestamp();
            Apply(filters);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogNotRead(StoreFailure.Describe(exception));
            }

            if (tail.IsWanted && timeProvider.GetElapsedTime(_readAt) > ITailStore.Lifetime)
            {
                Apply([]);
            }
        }
    }

    private void Apply(ImmutableArray<TailFilter> filters)
    {
        if (filters.IsEmpty)
        {
            tail.Gate = null;
        }
        else if (tail.Gate is not { } gate || !gate.Filters.SequenceEqual(filters))
        {
            tail.Gate = new(filters, identity.Id, timeProvider.TimestampFrequency);
        }
    }

    [LoggerMessage(3811, LogLevel.Debug, "Redis cannot be asked whether somebody looks at requests: {Reason}")]
    private partial void LogNotRead(string reason);
}
