using System.Net;
using LoadBalancer.Aspire.Hosting.Control;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Aspire.Hosting.Replicas;

/// <summary>
/// Keeps as many servers running as the dashboard wants: starts the next spare servers, or stops those with the highest numbers. At the
/// start the number from the application model applies, whatever an earlier run left in the store. While the dashboard is unreachable,
/// nothing changes.
/// </summary>
internal sealed partial class ReplicaFollower(
    ReplicaSet set,
    Func<OrchestratorReport, CancellationToken, Task<ReplicaStatus>> report,
    ReplicaSwitch servers,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ReplicaFollower> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many reports in a row may be rejected without a problem: the dashboard keeps the report of an earlier run for 5 s.
    /// </summary>
    public const int ConflictsOfAnEarlierRun = 6;

    private readonly HashSet<HttpStatusCode?> _logged = [];
    private readonly HashSet<Type> _faults = [];
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
            // The application is stopping, and all resources with it.
        }

        await servers.SettleAsync();
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        try
        {
            var status = await report(
                new OrchestratorReport(OrchestratorName.Own, servers.Kept, set.Servers.Length, _isAnnounced ? null : servers.Kept), stop);
            if (_logged.Count > 0)
            {
                LogBack(set.Dashboard.Name);
                _logged.Clear();
            }

            _conflicts = 0;
            _isAnnounced = status.Count is not null;
            servers.Keep(Math.Clamp(status.Count ?? servers.Kept, 1, set.Servers.Length), stop);
            _faults.Clear();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            // Before the dashboard has accepted a report, it is only starting, and the report of an earlier run causes conflicts for a
            // while: neither is logged.
            _conflicts = exception is HttpRequestException { StatusCode: HttpStatusCode.Conflict } ? _conflicts + 1 : 0;
            if (_conflicts == 0 ? _isAnnounced : _conflicts > ConflictsOfAnEarlierRun)
            {
                LogOnce(exception);
            }
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && stop.IsCancellationRequested))
        {
            // Not a failure of the dashboard: an error of this process, logged once until a pass succeeds.
            if (_faults.Add(exception.GetType()))
            {
                LogFault(exception);
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
            LogRejected(set.Dashboard.Name, (int)code, exception.Message);
        }
        else
        {
            LogAway(set.Dashboard.Name, exception.Message);
        }
    }

    [LoggerMessage(5306, LogLevel.Error, "The loop that follows the number of servers failed because of a fault; it continues")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(5302, LogLevel.Warning, "{Dashboard} does not respond; the number of servers remains unchanged: {Reason}")]
    private partial void LogAway(string dashboard, string reason);

    [LoggerMessage(5303, LogLevel.Information, "{Dashboard} responds again; following its number of servers")]
    private partial void LogBack(string dashboard);

    [LoggerMessage(5305, LogLevel.Warning, "{Dashboard} responds with {Status}; the number of servers remains unchanged: {Reason}")]
    private partial void LogRejected(string dashboard, int status, string reason);
}
