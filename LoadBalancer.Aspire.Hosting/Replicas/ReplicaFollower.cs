using System.Net;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Control;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Aspire.Hosting.Replicas;

/// <summary>
/// Keeps as many servers running as the dashboard wants: starts the next spares, stops the highest numbers. At the start the number
/// of the model counts, whatever an earlier run left in the store. While the dashboard is away nothing changes.
/// </summary>
internal sealed partial class ReplicaFollower(
    ReplicaSet set,
    Func<OrchestratorReport, CancellationToken, Task<ReplicaStatus>> report,
    Func<IResource, string, CancellationToken, Task<ExecuteCommandResult>> execute,
    SpareServers spares,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ReplicaFollower> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How many reports in a row are refused although nothing is wrong: the dashboard lets a report count for 5 s.</summary>
    public const int ConflictsOfAnEarlierRun = 6;

    private readonly Dictionary<IResource, Task> _commands = [];
    private readonly HashSet<HttpStatusCode?> _logged = [];
    private int _kept = set.Initially;
    private bool _isAnnounced;
    private int _conflicts;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await FollowAsync(stop.Token);
            }
            while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The application stops, and everything else with it.
        }

        await Task.WhenAll(_commands.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        try
        {
            var status = await report(
                new OrchestratorReport(OrchestratorName.Own, _kept, set.Servers.Length, _isAnnounced ? null : _kept), stop);
            if (_logged.Count > 0)
            {
                LogBack(set.Dashboard.Name);
                _logged.Clear();
            }

            _conflicts = 0;
            _isAnnounced = status.Count is not null;
            Keep(Math.Clamp(status.Count ?? _kept, 1, set.Servers.Length), stop);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            // Until the dashboard has taken a report once, it is only starting; and the reports of an earlier run count for a while.
            _conflicts = exception is HttpRequestException { StatusCode: HttpStatusCode.Conflict } ? _conflicts + 1 : 0;
            if (_conflicts == 0 ? _isAnnounced : _conflicts > ConflictsOfAnEarlierRun)
            {
                LogOnce(exception);
            }
        }
    }

    /// <summary>Logs each kind of failure once until a report succeeds.</summary>
    private void LogOnce(Exception exception)
    {
        var status = (exception as HttpRequestException)?.StatusCode;
        if (!_logged.Add(status))
        {
            return;
        }

        if (status is { } code)
        {
            LogRefused(set.Dashboard.Name, (int)code, exception.Message);
        }
        else
        {
            LogAway(set.Dashboard.Name, exception.Message);
        }
    }

    private void Keep(int wanted, CancellationToken stop)
    {
        if (wanted == _kept)
        {
            return;
        }

        LogChanging(wanted, _kept);
        foreach (var server in set.Servers[..wanted])
        {
            spares.Remove(server);
        }

        foreach (var server in set.Servers[wanted..])
        {
            spares.Add(server);
        }

        var (command, changed) = wanted > _kept
            ? (KnownResourceCommands.StartCommand, set.Servers[_kept..wanted])
            : (KnownResourceCommands.StopCommand, set.Servers[wanted.._kept]);
        _kept = wanted;

        // Not awaited here: a server that drains takes its time, and a report that is late counts as none.
        foreach (var server in changed)
        {
            _commands[server] = ExecuteAsync(server, command, after: _commands.GetValueOrDefault(server, Task.CompletedTask), stop);
        }
    }

    private async Task ExecuteAsync(IResource server, string command, Task after, CancellationToken stop)
    {
        await after.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var result = await execute(server, command, stop);
        if (!result.Success && !stop.IsCancellationRequested)
        {
            LogFailed(command, server.Name, result.Message);
        }
    }

    [LoggerMessage(5301, LogLevel.Information, "Servers wanted: {Wanted} instead of {Kept}")]
    private partial void LogChanging(int wanted, int kept);

    [LoggerMessage(5302, LogLevel.Warning, "{Dashboard} does not respond; the number of servers stays as it is: {Reason}")]
    private partial void LogAway(string dashboard, string reason);

    [LoggerMessage(5303, LogLevel.Information, "{Dashboard} responds again; the number of servers follows it")]
    private partial void LogBack(string dashboard);

    [LoggerMessage(5305, LogLevel.Warning, "{Dashboard} responds with {Status}; the number of servers stays as it is: {Reason}")]
    private partial void LogRefused(string dashboard, int status, string reason);

    [LoggerMessage(5304, LogLevel.Error, "The command {Command} failed for {Server}: {Reason}")]
    private partial void LogFailed(string command, string server, string? reason);
}
