using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Replicas;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>Starts resources again that end without having been stopped, because DCP has no restart policy for executables.</summary>
internal sealed partial class ResourceSupervisor(
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    SpareServers spares,
    IHostApplicationLifetime lifetime,
    IOptions<SupervisorOptions> options,
    TimeProvider time,
    ILogger<ResourceSupervisor> logger) : BackgroundService
{
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
                switch (resource.Observe(change.Snapshot.State?.Text, change.Snapshot.ExitCode, change.Snapshot.HealthStatus))
                {
                    case SupervisionStep.Restart(var delay):
                        LogRestarting(change.Resource.Name, change.Snapshot.ExitCode, delay.TotalMilliseconds);
                        restarts.Add(RestartAsync(change.Resource, delay, stop.Token));
                        break;
                    case SupervisionStep.GiveUp(var exitCode):
                        LogGivenUp(change.Resource.Name, exitCode);
                        options.Value.OnGivenUp(change.Resource, exitCode);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The application stops, and what ends from now on was meant to.
        }

        await Task.WhenAll(restarts);
    }

    private async Task RestartAsync(IResource resource, TimeSpan delay, CancellationToken stop)
    {
        try
        {
            await Task.Delay(delay, time, stop);
            while (!spares.Contains(resource) && !await TryStartAsync(resource, stop))
            {
                await Task.Delay(RestartBackoff.Longest, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The application stops.
        }
    }

    private async Task<bool> TryStartAsync(IResource resource, CancellationToken stop)
    {
        var result = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, stop);
        if (!result.Success && !stop.IsCancellationRequested)
        {
            LogStartFailed(resource.Name, result.Message);
        }

        return result.Success;
    }

    [LoggerMessage(5101, LogLevel.Warning, "{Resource} ended with exit code {ExitCode}, restarting in {Delay} ms")]
    private partial void LogRestarting(string resource, int? exitCode, double delay);

    [LoggerMessage(5102, LogLevel.Error, "{Resource} ended with exit code {ExitCode} and is not restarted: a restart would not help")]
    private partial void LogGivenUp(string resource, int? exitCode);

    [LoggerMessage(5103, LogLevel.Error, "{Resource} could not be started, trying again: {Reason}")]
    private partial void LogStartFailed(string resource, string? reason);
}
