using System.Globalization;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Output;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Readiness;

/// <summary>
/// Waits until the gateways serve through the servers and everything is healthy, and reports this once. If something was still missing in
/// that report, a second report follows when nothing is missing any more.
/// </summary>
internal sealed class ReadinessWatcher(
    IReadinessSource source, AppHostOptions options, AppHostExit exit, IConsoleOutput output, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan IntervalAfterwards = TimeSpan.FromSeconds(1);

    /// <summary>The time after the start at which a warning names what is missing.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromSeconds(60);

    private readonly ReadinessState _readiness = new(options.Backends, source.Gateways, source.Checked);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var startedAt = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        var isWarned = false;
        if (output.Width is not null)
        {
            output.WriteLine(ReadyNotice.Starting(options.Backends, options.Gateways));
        }

        try
        {
            while (!await IsReachedAsync(startedAt, stoppingToken))
            {
                if (!isWarned && time.GetElapsedTime(startedAt) >= Overdue)
                {
                    isWarned = true;
                    output.WriteErrorLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Warning: not ready after {Overdue.TotalSeconds} s, waiting for: {_readiness.Missing}"));
                }

                await timer.WaitForNextTickAsync(stoppingToken);
            }

            exit.MarkReady();
            var shortfall = _readiness.Missing;
            ReadyNotice.Lines(source.Addresses, shortfall, output.Width).ToList().ForEach(output.WriteLine);
            if (shortfall.Length > 0)
            {
                timer.Period = IntervalAfterwards;
                do
                {
                    await timer.WaitForNextTickAsync(stoppingToken);
                    await IsReachedAsync(startedAt, stoppingToken);
                }
                while (_readiness.Missing.Length > 0);
                output.WriteLine("Everything is healthy now");
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stopped before it was ready.
        }
    }

    private async Task<bool> IsReachedAsync(long startedAt, CancellationToken stop)
    {
        foreach (var resource in source.Checked.Where(source.IsHealthy))
        {
            _readiness.ObserveHealthy(resource);
        }

        var counts = await Task.WhenAll(
            source.Gateways.Select(async gateway => (Gateway: gateway, Usable: await source.CountUsableAsync(gateway, stop))));
        var now = time.GetElapsedTime(startedAt);
        foreach (var (gateway, usable) in counts)
        {
            _readiness.Observe(gateway, usable, now);
        }

        return _readiness.IsReached(now);
    }
}
