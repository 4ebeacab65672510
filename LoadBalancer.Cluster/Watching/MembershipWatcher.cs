using System.Threading.Channels;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Watching;

/// <summary>
/// Watches the membership: reads it on a hint, and at least once per poll interval in case hints are lost, and notifies the observers.
/// While the store is unreachable, the last membership stays in use; if the store has lost it, <see cref="MembershipHistory"/> decides, and
/// the membership is written back. Thread-safe.
/// </summary>
public sealed partial class MembershipWatcher(
    IServerRegistry registry,
    IEnumerable<IMembershipObserver> observers,
    IOptions<RegistryOptions> options,
    TimeProvider timeProvider,
    Random random,
    LoopLog<MembershipWatcher> log) : BackgroundService
{
    private readonly ILogger _logger = log.Logger;
    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly IMembershipObserver[] _observers = [.. observers];
    private readonly long _started = timeProvider.GetTimestamp();
    private volatile MembershipHistory _history = MembershipHistory.Unknown;
    private volatile RegistryConnectionSnapshot _connection = new(IsConnected: false, timeProvider.GetUtcNow(), WasReached: false);
    private int _failures;
    private bool _isNotified;

    /// <summary>The membership in use; <see cref="MembershipSnapshot.Empty"/> before the first read.</summary>
    public MembershipSnapshot Current => _history.Current;

    /// <summary>Whether the store has lost <see cref="Current"/> and it has not been written back yet.</summary>
    public bool IsRecovering => _history.IsRecovering;

    /// <summary>Whether the store is reachable and accepts writes, and since when.</summary>
    public RegistryConnectionSnapshot Connection => _connection;

    /// <summary>Whether the store is reachable and accepts writes, as of the last read that was not ended by a fault.</summary>
    public bool IsConnected => _connection.IsConnected;

    /// <summary>
    /// Raised, with the previous and the new state, when the store has become unreachable after it was reachable, or is reachable again;
    /// not when it is reached for the first time. Raised by the watcher itself: handlers must return at once and not throw.
    /// </summary>
    public event Action<RegistryConnectionSnapshot, RegistryConnectionSnapshot>? ConnectionChanged;

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>
    /// Runs until the token is cancelled. A simulation in virtual time calls this on its own thread, while
    /// <see cref="BackgroundService.StartAsync"/> begins on a pool thread.
    /// </summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        IAsyncDisposable? subscription = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                subscription ??= await TrySubscribeAsync(stoppingToken);
                if (await TryReadAsync(stoppingToken) is { } membership)
                {
                    await ObserveAsync(membership, stoppingToken);
                }

                await WaitForHintOrPollAsync(stoppingToken);
            }
        }
        finally
        {
            if (subscription is not null)
            {
                await subscription.DisposeAsync();
            }
        }
    }

    private void OnHint() => _hints.Writer.TryWrite(true);

    private async Task ObserveAsync(MembershipSnapshot read, CancellationToken cancellationToken)
    {
        var last = _history.Current;
        Take(read);
        if (_history.Repair is { } repair && await TryRepairAsync(repair, cancellationToken) is { } repaired)
        {
            // Do not leave this to the next read: by then the store may indicate that it continues another gateway's membership.
            Take(repaired);
        }

        var membership = _history.Current;
        if (_isNotified && ReferenceEquals(membership, last))
        {
            return;
        }

        _isNotified = await TryNotifyAsync(membership, cancellationToken);
        if (_isNotified)
        {
            LogChanged(membership.Version, membership.Servers.Length);
        }
    }

    private void Take(MembershipSnapshot read)
    {
        var last = _history.Current;
        _history = _history.Observe(read, timeProvider.GetElapsedTime(_started), options.Value.RecoveryTime, out var finding);
        Log(finding, last, read);
    }

    /// <summary>
    /// Returns the membership in the store after the repair, or <see langword="null"/> if it was not changed, in which case it is read
    /// again.
    /// </summary>
    private async Task<MembershipSnapshot?> TryRepairAsync(MembershipChange.PutBack repair, CancellationToken cancellationToken)
    {
        try
        {
            var transition = await registry.ApplyAsync(repair with { By = options.Value.Author }, cancellationToken);
            if (transition.Outcome != MembershipOutcome.Applied)
            {
                return null;
            }

            LogPutBack(repair.Lost.Servers.Length, transition.Membership.Epoch, transition.Membership.Version);
            return transition.Membership;
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogNotPutBack(StoreFailure.Describe(exception));
            }

            return null;
        }
    }

    /// <summary>Notifies the observers. If one fails, all are notified again when the membership is read next.</summary>
    private async Task<bool> TryNotifyAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var observer in _observers)
            {
                await observer.OnChangedAsync(membership, cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogNotTaken(membership.Version, StoreFailure.Describe(exception));
            }

            return false;
        }
    }

    private async Task WaitForHintOrPollAsync(CancellationToken cancellationToken)
    {
        var interval = options.Value.PollInterval;
        using var poll = new CancellationTokenSource(
            _failures == 0 ? interval : RetryDelay.After(_failures, interval, random.NextDouble()), timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(poll.Token, cancellationToken);
        try
        {
            await _hints.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The poll is due.
        }
    }

    /// <summary>Subscribes to hints, which are optional: only reads determine whether the store is reachable.</summary>
    private async Task<IAsyncDisposable?> TrySubscribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await registry.SubscribeAsync(OnHint, cancellationToken);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogNotSubscribed(StoreFailure.Describe(exception));
            }

            return null;
        }
    }

    private async Task<MembershipSnapshot?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var membership = await registry.ReadAsync(cancellationToken);
            if (!IsConnected)
            {
                LogConnected();
            }

            _failures = 0;
            SetConnection(_connection.Reached(timeProvider.GetUtcNow()));
            return membership;
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            _failures++;
            if (!log.TryRecordFault(exception))
            {
                Lose(exception);
            }

            return null;
        }
    }

    private void Lose(Exception exception)
    {
        var (reason, isNotWritable) = (StoreFailure.Describe(exception), StoreFailure.IsNotWritable(exception));
        var next = _connection.Lost(timeProvider.GetUtcNow(), reason, isNotWritable);
        if (next.IsNotWritable && !_connection.IsNotWritable)
        {
            LogNotWritable(reason);
        }
        else if (!next.IsNotWritable && (_connection.IsNotWritable || _connection.Reason is null))
        {
            LogDisconnected(reason);
        }

        SetConnection(next);
        _history = _history.MarkUnreachable();
    }

    private void SetConnection(RegistryConnectionSnapshot next)
    {
        var last = _connection;
        _connection = next;
        if (last.WasReached && last.IsConnected != next.IsConnected)
        {
            ConnectionChanged?.Invoke(last, next);
        }
    }

    private void Log(MembershipFinding finding, MembershipSnapshot last, MembershipSnapshot read)
    {
        switch (finding)
        {
            case MembershipFinding.Emptied or MembershipFinding.Rewound or MembershipFinding.Replaced:
                LogLost(finding, last.Epoch, last.Version, last.Servers.Length, read.Epoch, read.Version, read.Servers.Length);
                break;
            case MembershipFinding.Continued:
                LogContinued(last.Epoch, last.Version, read.Epoch, read.Version, read.Servers.Length);
                break;
            case MembershipFinding.Recovered:
                LogRecovered(read.Epoch, read.Version, read.Servers.Length);
                break;
            case MembershipFinding.GivenUp:
                LogGivenUp(options.Value.RecoveryTime, read.Epoch, read.Version, read.Servers.Length);
                break;
        }
    }

    [LoggerMessage(2201, LogLevel.Information, "Membership version {Version}: {Servers} servers")]
    private partial void LogChanged(long version, int servers);

    [LoggerMessage(2202, LogLevel.Information, "Connected to Redis")]
    private partial void LogConnected();

    [LoggerMessage(2203, LogLevel.Warning, "Redis is unreachable; the last membership stays in use: {Reason}")]
    private partial void LogDisconnected(string reason);

    [LoggerMessage(2204, LogLevel.Debug, "Membership version {Version} could not be applied; retrying: {Reason}")]
    private partial void LogNotTaken(long version, string reason);

    [LoggerMessage(2205, LogLevel.Warning,
        "Redis has lost the membership ({Finding}): expected epoch '{Epoch}' version {Version} with {Servers} servers, found epoch " +
        "'{ReadEpoch}' version {ReadVersion} with {ReadServers}. The last known membership stays in use and is written back")]
    private partial void LogLost(
        MembershipFinding finding, Epoch epoch, long version, int servers, Epoch readEpoch, long readVersion, int readServers);

    [LoggerMessage(2206, LogLevel.Warning,
        "Redis had lost the membership, epoch '{Epoch}' version {Version}; another gateway has written it back: epoch '{ReadEpoch}' " +
        "version {ReadVersion} with {Servers} servers")]
    private partial void LogContinued(Epoch epoch, long version, Epoch readEpoch, long readVersion, int servers);

    [LoggerMessage(2207, LogLevel.Information, "Redis has the membership again: epoch '{Epoch}' version {Version} with {Servers} servers")]
    private partial void LogRecovered(Epoch epoch, long version, int servers);

    [LoggerMessage(2208, LogLevel.Warning,
        "Redis did not accept the membership within {RecoveryTime}; using the one in Redis: epoch '{Epoch}' version {Version} with " +
        "{Servers} servers")]
    private partial void LogGivenUp(TimeSpan recoveryTime, Epoch epoch, long version, int servers);

    [LoggerMessage(2209, LogLevel.Information, "Wrote {Servers} servers back to Redis: epoch '{Epoch}' version {Version}")]
    private partial void LogPutBack(int servers, Epoch epoch, long version);

    [LoggerMessage(2210, LogLevel.Debug, "The membership could not be written back; retrying: {Reason}")]
    private partial void LogNotPutBack(string reason);

    [LoggerMessage(2212, LogLevel.Warning, "Redis is connected but accepts no writes; the last membership stays in use: {Reason}")]
    private partial void LogNotWritable(string reason);

    [LoggerMessage(2211, LogLevel.Debug, "Change notifications are unavailable; polling for changes instead: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
