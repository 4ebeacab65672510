using LoadBalancer.Aspire.Hosting.Stopping;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Exits;

/// <summary>
/// Detects that Aspire's orchestrator (DCP) has ended. All processes that it started end with it, but Aspire neither starts it again nor
/// reports this: its resources remain in the running state although they are gone.
/// </summary>
internal sealed class OrchestratorWatch(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    StopSignals signals,
    AppHostExit exit,
    TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How many checks in a row must find no process: Aspire reports the end of a process with a delay.</summary>
    public const int Proof = 3;

    /// <summary>The number of checks so far.</summary>
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

            exit.Fail("Aspire's orchestrator (dcp) and all processes that it started have ended", ExitCode.Environment);
            signals.GiveUp();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application is stopping.
        }
    }

    /// <summary>Whether Aspire reports running resources with processes, and none of these processes exists any more.</summary>
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
