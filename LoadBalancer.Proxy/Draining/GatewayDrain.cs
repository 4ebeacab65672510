using LoadBalancer.Cluster.Recording;
using LoadBalancer.Proxy.Tunnels;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Draining;

/// <summary>
/// The drain of a stopping gateway: requests in flight may finish, tunnels are ended one after the other, and what is still open after
/// <see cref="DrainOptions.DrainTimeout"/> is cut.
/// </summary>
internal sealed partial class GatewayDrain(
    OpenTunnels tunnels, RequestCounters counters, CutRequests cuts, IOptions<DrainOptions> options, TimeProvider timeProvider,
    ILogger<GatewayDrain> logger)
{
    /// <summary>
    /// How long a gateway may take to stop after the drain: Kestrel waits up to 1 s for the connections that were cut, each of the five
    /// services that write to the store for up to 1 s, and telemetry for up to 0.75 s.
    /// </summary>
    public static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(7);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _timeout = options.Value.DrainTimeout;

    /// <summary>Drains the gateway while its server stops.</summary>
    /// <param name="stop">Stops the server: completes when no connection is open, and cuts all connections when it is canceled.</param>
    /// <param name="cancellationToken">Ends the drain early.</param>
    public async Task RunAsync(Func<CancellationToken, Task> stop, CancellationToken cancellationToken)
    {
        var (began, before) = (timeProvider.GetTimestamp(), InFlight.Of(counters, tunnels));
        if (before.Any)
        {
            LogBegun(before.Requests, before.Tunnels, _timeout.TotalSeconds);
        }

        using var cut = new CancellationTokenSource();
        var stopping = stop(cut.Token);
        var drain = await EndTunnelsAsync(stopping, began, cancellationToken);
        var left = stopping.IsCompleted ? default : InFlight.Of(counters, tunnels);
        var ended = drain.Ended - (stopping.IsCompleted ? 0 : tunnels.All.Count(tunnel => tunnel.IsEnding));
        cuts.BeginAtGateway();
        await cut.CancelAsync();
        await stopping;
        if (before.Any || left.Any)
        {
            Report(before with { Tunnels = drain.Most }, ended, left, timeProvider.GetElapsedTime(began));
        }
    }

    /// <returns>What has become of the tunnels, when the server has stopped or the time is over.</returns>
    private async Task<TunnelDrain> EndTunnelsAsync(Task stopping, long began, CancellationToken cancellationToken)
    {
        var drain = new TunnelDrain(tunnels, _timeout, TunnelEnd.GatewayStops);
        using var timer = new PeriodicTimer(Step, timeProvider);
        for (var elapsed = TimeSpan.Zero;
            elapsed < _timeout && !stopping.IsCompleted && !cancellationToken.IsCancellationRequested;
            elapsed = timeProvider.GetElapsedTime(began))
        {
            drain.Step([.. tunnels.All], elapsed);
            await Task.WhenAny(stopping, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
        }

        return drain;
    }

    /// <param name="before">What was in flight at the beginning.</param>
    /// <param name="ended">How many tunnels were ended early and have completed their close.</param>
    /// <param name="left">What was aborted.</param>
    /// <param name="elapsed">The time that it took.</param>
    private void Report(InFlight before, int ended, InFlight left, TimeSpan elapsed)
    {
        var finished = Math.Max(0, before.Requests - left.Requests);
        var closed = Math.Max(0, before.Tunnels - ended - left.Tunnels);
        if (left.Any)
        {
            LogCut(elapsed.TotalSeconds, finished, closed, ended, left.Requests, left.Tunnels);
        }
        else
        {
            LogEnded(elapsed.TotalSeconds, finished, closed, ended);
        }
    }

    [LoggerMessage(3741, LogLevel.Information,
        "Stopping: {Requests} requests and {Tunnels} tunnels are in flight and have up to {Timeout} s to finish")]
    private partial void LogBegun(int requests, int tunnels, double timeout);

    [LoggerMessage(3742, LogLevel.Information,
        "The drain finished after {Elapsed:0.0} s: {Finished} requests and {Closed} tunnels finished, {Ended} tunnels were ended early")]
    private partial void LogEnded(double elapsed, int finished, int closed, int ended);

    [LoggerMessage(3743, LogLevel.Warning,
        "The drain timed out after {Elapsed:0.0} s: {Finished} requests and {Closed} tunnels finished, {Ended} tunnels were ended "
            + "early, {Requests} requests and {Tunnels} tunnels were aborted")]
    private partial void LogCut(double elapsed, int finished, int closed, int ended, int requests, int tunnels);

    /// <summary>What is in flight.</summary>
    private readonly record struct InFlight(int Requests, int Tunnels)
    {
        public bool Any => Requests + Tunnels > 0;

        public static InFlight Of(RequestCounters counters, OpenTunnels tunnels)
        {
            // A tunnel is one of the requests in flight at its server.
            var open = tunnels.Count;
            return new(Math.Max(0, counters.All.Sum(entry => entry.Value.Load.Here) - open), open);
        }
    }
}
