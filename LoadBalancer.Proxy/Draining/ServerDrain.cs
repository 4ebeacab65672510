using LoadBalancer.Core.Membership;
using LoadBalancer.Proxy.Tunnels;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Draining;

/// <summary>
/// Ends the tunnels of servers that take no new requests, one after the other. Their requests check themselves whether their time is over:
/// <see cref="LeavingServers.IsOver"/>.
/// </summary>
internal sealed partial class ServerDrain(
    LeavingServers leaving, OpenTunnels tunnels, IOptions<DrainOptions> options, TimeProvider timeProvider, ILogger<ServerDrain> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ServerProcess, (TunnelShares Shares, int Count, int Ended)> _drains = [];

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

        foreach (var back in _drains.Keys.Except(leaving.All.Select(entry => entry.Key)).ToArray())
        {
            _drains.Remove(back);
        }
    }

    private void Step(ServerProcess process, TimeSpan elapsed, Tunnel[] open)
    {
        var known = _drains.TryGetValue(process, out var drain);
        if (open.Length == 0)
        {
            if (known && drain.Count > 0)
            {
                _drains[process] = default;
                LogEnded(process.Server.Value, drain.Ended, Math.Max(0, drain.Count - drain.Ended));
            }

            return;
        }

        if (drain.Count == 0)
        {
            drain = (TunnelShares.Within(options.Value.ServerDrainTimeout, open.Length), open.Length, 0);
        }

        drain.Ended += tunnels.EndAllBut(open, drain.Shares.MayRemain(elapsed), TunnelEnd.ServerLeaves);
        _drains[process] = drain;
    }

    [LoggerMessage(3744, LogLevel.Information,
        "{Server} takes no new requests, and its tunnels have ended: {Ended} were ended early, {Closed} were closed by their peers")]
    private partial void LogEnded(string server, int ended, int closed);
}
