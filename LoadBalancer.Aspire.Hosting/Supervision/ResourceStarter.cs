using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Replicas;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>Restarts resources that have ended. Thread-safe.</summary>
internal sealed partial class ResourceStarter(
    ResourceNotificationService notifications, ResourceCommandService commands, SpareServers spares, ILogger<ResourceSupervisor> logger)
{
    /// <summary>
    /// Whether a resource should be started. It may have been started in the meantime, in which case the command would end the running
    /// process; and a server may no longer be wanted.
    /// </summary>
    public bool Needs(IResource resource) =>
        notifications.TryGetCurrentState(resource.Name, out var present)
            && present.Snapshot.State?.Text is { } state
            && KnownResourceStates.TerminalStates.Contains(state)
            && !spares.Contains(resource);

    /// <summary>Starts a resource, and logs a failure.</summary>
    /// <returns>Whether it was started.</returns>
    public async Task<bool> TryStartAsync(IResource resource, CancellationToken stop)
    {
        var result = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, stop);
        if (!result.Success && !stop.IsCancellationRequested)
        {
            LogStartFailed(resource.Name, result.Message);
        }

        return result.Success;
    }

    [LoggerMessage(5103, LogLevel.Error, "{Resource} could not be started, trying again: {Reason}")]
    private partial void LogStartFailed(string resource, string? reason);
}
