using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// The last checks of the servers that pages show, read once a second for all viewers together: a page has 25 servers of up to 10,000, so
/// they are not in the snapshot. Nothing is read while no page shows any. Thread-safe.
/// </summary>
internal sealed partial class CheckReader(ICheckStore store, StoreClock clock, TimeProvider timeProvider, LoopLog<CheckReader> log)
    : BackgroundService
{
    /// <summary>The greatest number of servers whose checks are read at once.</summary>
    public const int MostAtOnce = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long a server is read after a page has shown it.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ServerProcess, long> _shown = new();
    private readonly ReadSignal _asked = new(timeProvider);
    private readonly ILogger _logger = log.Logger;
    private volatile ImmutableDictionary<ServerProcess, ServerCheck> _checks = ImmutableDictionary<ServerProcess, ServerCheck>.Empty;

    /// <summary>The time by which the age of a check is computed.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>
    /// Returns the last check of a server that is shown now; <see langword="null"/> if there is none, or until it has been read.
    /// </summary>
    public ServerCheck? Of(Server server)
    {
        var process = ServerProcess.Of(server);
        var now = timeProvider.GetTimestamp();
        if (_shown.TryAdd(process, now))
        {
            _asked.Set();
        }
        else
        {
            _shown[process] = now;
        }

        return _checks.GetValueOrDefault(process);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryReadAsync(stoppingToken);
            await _asked.WaitAsync(Interval, stoppingToken);
        }
    }

    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        foreach (var (process, at) in _shown.Where(shown => timeProvider.GetElapsedTime(shown.Value) > Lasting))
        {
            _shown.TryRemove(new(process, at));
        }

        if (_shown.IsEmpty)
        {
            _checks = _checks.Clear();
            return;
        }

        try
        {
            ServerProcess[] shown = [.. _shown.Keys];
            var checks = ImmutableDictionary.CreateBuilder<ServerProcess, ServerCheck>();
            foreach (var part in shown.Chunk(MostAtOnce))
            {
                checks.AddRange(await store.ReadAsync(clock.Now, part, cancellationToken));
            }

            _checks = checks.ToImmutable();
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogFailed(StoreFailure.Describe(exception));
            }
        }
    }

    [LoggerMessage(4121, LogLevel.Debug, "The last checks of servers cannot be read: {Reason}")]
    private partial void LogFailed(string reason);
}
