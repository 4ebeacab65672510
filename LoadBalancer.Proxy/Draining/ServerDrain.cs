using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Membership;
using LoadBalancer.Proxy.Tunnels;

namespace LoadBalancer.Proxy.Draining;

/// <summary>
/// Ends the tunnels of servers that take no new requests, one after the other, and logs what has become of their requests and tunnels.
/// Their requests check themselves whether their time is over: <see cref="LeavingServers.IsOver"/>.
/// </summary>
internal sealed partial class ServerDrain(
    LeavingServers leaving, OpenTunnels tunnels, RequestCounters counters, CutRequests cuts, TimeProvider timeProvider,
    ILogger<ServerDrain> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long after the end of their time requests are cut. What is in flight later is at another process of the same name.
    /// </summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ServerProcess, TunnelDrain> _drains = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!leaving.IsLimited)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Step();
        }
    }

    private void Step()
    {
        ILookup<ServerProcess, Tunnel>? open = null;
        foreach (var (process, since) in leaving.All)
        {
            open ??= tunnels.All.ToLookup(tunnel => tunnel.Process);
            Step(process, timeProvider.GetElapsedTime(since), [.. open[process]]);
        }

        foreach (var back in _drains.Keys.Concat(cuts.Servers).Except(leaving.All.Select(entry => entry.Key)).ToArray())
        {
            _drains.Remove(back);
            cuts.Take(back);
        }
    }

    private void Step(ServerProcess process, TimeSpan elapsed, Tunnel[] open)
    {
        var drain = _drains.GetValueOrDefault(process) ?? new(tunnels, leaving.Timeout, TunnelEnd.ServerLeaves);
        if (open.Length > 0)
        {
            drain.Step(open, elapsed);
            _drains[process] = drain;
        }
        else if ((drain.Most > 0 || cuts.Any(process)) && !HasRequests(process, elapsed))
        {
            _drains.Remove(process);
            LogEnded(process.Server.Value, cuts.Take(process), drain.Ended, Math.Max(0, drain.Most - drain.Ended));
        }
    }

    private bool HasRequests(ServerProcess process, TimeSpan elapsed) =>
        elapsed < leaving.Timeout + Afterwards && counters.Of(process.Server).Load.Here > 0;

    [LoggerMessage(3744, LogLevel.Information,
        "{Server} takes no new requests, and nothing is in flight there any longer: {Requests} requests were aborted, {Ended} tunnels were "
            + "ended early, {Closed} were closed by their peers")]
    private partial void LogEnded(string server, int requests, int ended, int closed);
}
