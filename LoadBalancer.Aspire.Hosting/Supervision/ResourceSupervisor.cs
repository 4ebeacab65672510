using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>Restarts resources that end without having been stopped, because DCP has no restart policy for executables.</summary>
internal sealed partial class ResourceSupervisor(
    ResourceNotificationService notifications,
    ResourceStarter starter,
    IHostApplicationLifetime lifetime,
    IOptions<SupervisorOptions> options,
    TimeProvider time,
    ILogger<ResourceSupervisor> logger) : BackgroundService
{
    /// <summary>The exit code that DCP reports for a process that was ended by any signal.</summary>
    private const int KilledBySignal = -1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var supervised = new Dictionary<string, SupervisedResource>(StringComparer.Ordinal);
        var restarts = new List<Task>();
        try
        {
            await foreach (var change in notifications.WatchAsync(stop.Token))
            {
                if (!change.Resource.TryGetLastAnnotation<RestartAnnotation>(out var policy))
                {
                    continue;
                }

                if (!supervised.TryGetValue(change.ResourceId, out var resource))
                {
                    supervised.Add(change.ResourceId, resource = new SupervisedResource(policy, time));
                }

                restarts.RemoveAll(restart => restart.IsCompletedSuccessfully);
                switch (resource.Observe(
                    change.Snapshot.State?.Text,
                    change.Snapshot.ExitCode,
                    change.Snapshot.HealthStatus,
                    change.Snapshot.StartTimeStamp,
                    change.Snapshot.StopTimeStamp))
                {
                    case SupervisionStep.Restart(var delay):
                        LogRestarting(change.Resource.Name, End(change.Snapshot.ExitCode), When(delay));
                        restarts.Add(RestartAsync(change.Resource, delay, stop.Token));
                        break;
                    case SupervisionStep.GiveUp(var exitCode):
                        (options.Value.OnGivenUp ?? LogGivenUp)(change.Resource, exitCode);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The application is stopping, so resources are expected to end from now on.
        }

        await Task.WhenAll(restarts);
    }

    private async Task RestartAsync(IResource resource, TimeSpan delay, CancellationToken stop)
    {
        try
        {
            await Task.Delay(delay, time, stop);
            while (starter.Needs(resource) && !await starter.TryStartAsync(resource, stop))
            {
                await Task.Delay(RestartBackoff.Longest, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The application is stopping.
        }
    }

    private void LogGivenUp(IResource resource, int? exitCode) => LogGivenUp(resource.Name, End(exitCode));

    private static string End(int? exitCode) => exitCode switch
    {
        null => "could not be started",
        KilledBySignal => "was killed by a signal",
        _ => string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}"),
    };

    private static string When(TimeSpan delay) =>
        delay == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $" in {delay.TotalSeconds:0.##} s");

    [LoggerMessage(5101, LogLevel.Warning, "{Resource} {End}; restarting{When}")]
    private partial void LogRestarting(string resource, string end, string when);

    [LoggerMessage(5102, LogLevel.Error, "{Resource} {End} and is not restarted: a restart would not help")]
    private partial void LogGivenUp(string resource, string end);
}
