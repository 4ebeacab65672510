using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registration;

/// <summary>
/// Keeps this process in the membership while it runs: joins when the server listens, renews the lease, joins again if the lease was lost,
/// drains before the server stops listening, and leaves afterwards. While another process has its id, it stands by, and joins again when
/// that id has had no lease for the length of one.
/// </summary>
internal sealed partial class ServerRegistrar(
    IServerRegistry registry,
    AdvertisedUrl url,
    ServerInstance instance,
    IOptions<RegistrationOptions> options,
    TimeProvider timeProvider,
    LoopLog<ServerRegistrar> log) : BackgroundService, IHostedLifecycleService
{
    /// <summary>
    /// How long Redis may be unreachable at start before this is logged, since it often starts together with the servers.
    /// </summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    // Servers that lost Redis at the same moment must not all return at the same moment each time.
    private const double Spread = 0.2;
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger = log.Logger;
    private readonly RegistrationOptions _options = options.Value;
    private readonly string _instance = instance.Name;
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _draining;
    private volatile bool _member;
    private bool _reachable = true;
    private bool _everReached;
    private long _startedAt;
    private bool _superseded;
    private long? _freeSince;

    private ServerId Id => new(_options.Id!);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _listening.TrySetResult();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _draining = true;
        if (_member && await TryFarewellAsync(new MembershipChange.SetState(Id, ServerState.Draining, _instance), cancellationToken))
        {
            LogDraining(Id, _options.DrainDelay);
            await Task.Delay(_options.DrainDelay, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_member && await TryFarewellAsync(new MembershipChange.Leave(Id, _instance), CancellationToken.None))
        {
            LogLeft(Id);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _listening.Task.WaitAsync(stoppingToken);
        var address = url.Get();
        _startedAt = timeProvider.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var status = await TryKeepAsync(address, stoppingToken);
            var pause = status == LeaseStatus.Held || _options.RenewInterval < RetryInterval ? _options.RenewInterval : RetryInterval;
            await Task.Delay(pause * (1 - (Random.Shared.NextDouble() * Spread)), timeProvider, stoppingToken);
        }
    }

    /// <summary>
    /// Renews the lease or registers. <see cref="LeaseStatus.Expired"/> means that this did not succeed and must be retried soon.
    /// </summary>
    private async Task<LeaseStatus> TryKeepAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            var status = _member || _superseded
                ? await registry.RenewAsync(Id, _instance, _options.Lease, cancellationToken)
                : LeaseStatus.Expired;
            StandBy(isSuperseded: status == LeaseStatus.Superseded);
            if (status == LeaseStatus.Expired && !_draining && HasBeenFree())
            {
                status = await RegisterAsync(address, cancellationToken);
            }

            if (!_reachable)
            {
                LogReachable(Id);
            }

            _reachable = true;
            _everReached = true;
            return status;
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (log.TryRecordFault(exception))
            {
                return LeaseStatus.Expired;
            }

            if (_reachable && (_everReached || timeProvider.GetElapsedTime(_startedAt) >= StartPatience))
            {
                LogNotKept(exception);
                _reachable = false;
            }

            return LeaseStatus.Expired;
        }
    }

    private void LogNotKept(Exception exception)
    {
        if (StoreFailure.IsNotWritable(exception))
        {
            LogNotWritable(Id, StoreFailure.Describe(exception));
        }
        else
        {
            LogUnreachable(Id, StoreFailure.Describe(exception));
        }
    }

    private void StandBy(bool isSuperseded)
    {
        if (!isSuperseded)
        {
            return;
        }

        if (!_superseded)
        {
            LogSuperseded(Id);
        }

        _superseded = true;
        _member = false;
        _freeSince = null;
    }

    /// <summary>
    /// Whether no other process claims the id. A process that has only lost its lease, together with Redis, returns long before the time
    /// has passed.
    /// </summary>
    private bool HasBeenFree()
    {
        if (!_superseded)
        {
            return true;
        }

        _freeSince ??= timeProvider.GetTimestamp();
        return timeProvider.GetElapsedTime(_freeSince.Value) >= _options.Lease;
    }

    private async Task<LeaseStatus> RegisterAsync(string address, CancellationToken cancellationToken)
    {
        var join = new MembershipChange.Join(
            Id, address, _options.Weight, _instance, At: null, HealthCheck: _options.HealthPath,
            Build: ServerInstance.Build);
        var transition = await registry.RegisterAsync(join, _options.Lease, cancellationToken);
        if (transition.Outcome == MembershipOutcome.Invalid)
        {
            LogRejected(Id, transition.Reason);
            return LeaseStatus.Expired;
        }

        _member = true;
        _superseded = false;
        LogRegistered(Id, address, transition.Membership.Version);
        return LeaseStatus.Held;
    }

    private async Task<bool> TryFarewellAsync(MembershipChange change, CancellationToken cancellationToken)
    {
        try
        {
            var transition = await registry.ApplyAsync(change, cancellationToken)
                .WaitAsync(FarewellTimeout, timeProvider, cancellationToken);
            return transition.Outcome == MembershipOutcome.Applied;
        }
        catch (Exception exception)
        {
            _ = StoreFailure.IsStop(exception, cancellationToken) || log.TryRecordFault(exception);
            LogFarewellFailed(Id, StoreFailure.Describe(exception));
            return false;
        }
    }

    [LoggerMessage(2101, LogLevel.Information, "Server {Id} registered at {Url}, membership version {Version}")]
    private partial void LogRegistered(ServerId id, string url, long version);

    [LoggerMessage(2102, LogLevel.Error, "Server {Id} was rejected: {Reason}")]
    private partial void LogRejected(ServerId id, string? reason);

    [LoggerMessage(2103, LogLevel.Error,
        "Another process has registered server {Id}; this process receives no requests. Give each server its own id.")]
    private partial void LogSuperseded(ServerId id);

    [LoggerMessage(2104, LogLevel.Warning, "Server {Id} cannot reach Redis; retrying: {Reason}")]
    private partial void LogUnreachable(ServerId id, string reason);

    [LoggerMessage(2109, LogLevel.Warning, "Server {Id} is connected to Redis, which accepts no writes; retrying: {Reason}")]
    private partial void LogNotWritable(ServerId id, string reason);

    [LoggerMessage(2108, LogLevel.Information, "Server {Id} reached Redis again")]
    private partial void LogReachable(ServerId id);

    [LoggerMessage(2105, LogLevel.Information, "Server {Id} is draining; it accepts requests for another {Delay}")]
    private partial void LogDraining(ServerId id, TimeSpan delay);

    [LoggerMessage(2106, LogLevel.Information, "Server {Id} left the membership")]
    private partial void LogLeft(ServerId id);

    [LoggerMessage(2107, LogLevel.Warning, "Server {Id} could not deregister; its lease will expire: {Reason}")]
    private partial void LogFarewellFailed(ServerId id, string reason);
}
