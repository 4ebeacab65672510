using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>
/// Sends the last spans, metrics and log lines when a process stops, and gives up soon where nobody takes them. Left to
/// itself, each signal waits 5 s on its own when it is disposed of, one after the other.
/// </summary>
internal static class TelemetryShutdown
{
    /// <summary>Time for all signals together: a collector that works needs some milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(750);

    /// <summary>Shuts all signals down side by side; disposing of them no longer waits afterwards.</summary>
    public static Task RunAsync(IServiceProvider services)
    {
        var patience = (int)Patience.TotalMilliseconds;
        return Task.WhenAll(
            Run(services.GetService<TracerProvider>(), provider => provider.Shutdown(patience)),
            Run(services.GetService<MeterProvider>(), provider => provider.Shutdown(patience)),
            Run(services.GetService<LoggerProvider>(), provider => provider.Shutdown(patience)));
    }

    /// <summary>On a thread of its own: it blocks, and the thread pool may not have one for each signal.</summary>
    private static Task Run<TProvider>(TProvider? provider, Func<TProvider, bool> shutDown)
        where TProvider : class => provider is null
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => shutDown(provider), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
