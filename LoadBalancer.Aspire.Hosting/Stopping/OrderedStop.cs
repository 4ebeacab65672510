using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>
/// Stops the gateways, then the servers, then the dashboard, then the store, before Aspire stops everything else at the same time.
/// </summary>
internal sealed partial class OrderedStop(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    StopSignals signals,
    ILogger<OrderedStop> logger) : IHostedLifecycleService
{
    /// <summary>How long a stage may take: a little longer than each of its resources may take.</summary>
    public static readonly TimeSpan StageDeadline = GracefulStop.Deadline + TimeSpan.FromSeconds(5);

    private bool _hasBegun;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops the stages. Does so only once, although a host that is stopped and then disposed calls this method twice.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _hasBegun, value: true) ? Task.CompletedTask : StopStagesAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StopStagesAsync(CancellationToken cancellationToken)
    {
        var stages = model.Resources
            .Where(resource => resource.TryGetLastAnnotation<StopStageAnnotation>(out _))
            .GroupBy(resource => resource.Annotations.OfType<StopStageAnnotation>().Last().Stage)
            .OrderBy(stage => stage.Key);
        LogStopping();
        foreach (var stage in stages)
        {
            await Task.WhenAll(stage.Select(resource => StopAsync(resource, cancellationToken)));
        }
    }

    private async Task StopAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (!notifications.TryGetCurrentState(resource.Name, out var present) || !HasProcess(present.Snapshot))
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Kill);
        patience.CancelAfter(StageDeadline);
        try
        {
            var result = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, patience.Token)
                .WaitAsync(patience.Token);
            patience.Token.ThrowIfCancellationRequested();
            if (!result.Success)
            {
                LogFailed(resource.Name, result.Message);
                return;
            }

            await notifications.WaitForResourceAsync(resource.Name, KnownResourceStates.TerminalStates, patience.Token);
        }
        catch (OperationCanceledException)
        {
            if (ResourceProcess.Kill(notifications, resource))
            {
                LogKilled(resource.Name);
            }
        }
    }

    /// <summary>
    /// Whether the resource has something to stop. A connection string, for example, is in the running state but cannot be stopped.
    /// </summary>
    private static bool HasProcess(CustomResourceSnapshot snapshot) =>
        snapshot.Commands.Any(command => string.Equals(command.Name, KnownResourceCommands.StopCommand, StringComparison.Ordinal))
        && snapshot.State?.Text is { } state
        && (state == KnownResourceStates.Running || state == KnownResourceStates.Starting || state == KnownResourceStates.Stopping);

    [LoggerMessage(5200, LogLevel.Information,
        "Stopping: gateways, then servers, then the dashboard, then the store (a second signal kills them)")]
    private partial void LogStopping();

    [LoggerMessage(5202, LogLevel.Error, "{Resource} could not be stopped: {Reason}")]
    private partial void LogFailed(string resource, string? reason);

    [LoggerMessage(5201, LogLevel.Warning, "{Resource} has not stopped yet; killing it")]
    private partial void LogKilled(string resource);
}
