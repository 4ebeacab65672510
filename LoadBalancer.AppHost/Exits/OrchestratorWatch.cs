using LoadBalancer.Aspire.Hosting.Stopping;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Exits;

/// <summary>
/// Notices that Aspire's orchestrator (DCP) has ended. It takes all processes that it started with it, and Aspire neither starts
/// another one nor says so: its resources run for ever, and are gone.
/// </summary>
internal sealed class OrchestratorWatch(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    StopSignals signals,
    AppHostExit exit,
    TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How many looks in a row must find nothing: the end of a process takes a moment to be reported.</summary>
    public const int Proof = 3;

    /// <summary>How often it has looked.</summary>
    public int Looks { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var missing = 0;
        try
        {
            while (missing < Proof)
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                missing = AreAllGone() ? missing + 1 : 0;
                Looks++;
            }

            exit.Fail("Aspire's orchestrator (dcp) has ended, and every process that it started", ExitCode.Environment);
            signals.GiveUp();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Everything stops.
        }
    }

    /// <summary>Whether there are resources that run according to Aspire, none of which has a process any more.</summary>
    private bool AreAllGone()
    {
        var processes = model.Resources.Where(IsRunning)
            .Select(resource => ResourceProcess.FindId(notifications, resource))
            .OfType<int>()
            .ToList();
        return processes.Count > 0 && !processes.Any(ResourceProcess.Exists);
    }

    private bool IsRunning(IResource resource) =>
        notifications.TryGetCurrentState(resource.Name, out var present) && present.Snapshot.State?.Text == KnownResourceStates.Running;
}
