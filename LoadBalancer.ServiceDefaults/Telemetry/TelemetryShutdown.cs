using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>
/// Sends the last spans, metrics, and log lines when a process stops, and gives up soon if the collector does not accept them. Otherwise
/// each signal would wait 5 s when it is disposed, one after the other.
/// </summary>
internal static class TelemetryShutdown
{
    /// <summary>The timeout for all signals together: a working collector needs a few milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(750);

    /// <summary>Shuts down all signals in parallel, so that disposing them does not wait afterwards.</summary>
    public static Task RunAsync(IServiceProvider services)
    {
        var patience = (int)Patience.TotalMilliseconds;
        return Task.WhenAll(
            Run(services.GetService<TracerProvider>(), provider => provider.Shutdown(patience)),
            Run(services.GetService<MeterProvider>(), provider => provider.Shutdown(patience)),
            Run(services.GetService<LoggerProvider>(), provider => provider.Shutdown(patience)));
    }

    /// <summary>Runs on a dedicated thread: the call blocks, and the thread pool may not have one for each signal.</summary>
    private static Task Run<TProvider>(TProvider? provider, Func<TProvider, bool> shutDown)
        where TProvider : class => provider is null
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => shutDown(provider), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
