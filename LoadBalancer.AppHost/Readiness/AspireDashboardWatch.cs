using LoadBalancer.AppHost.Output;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Readiness;

/// <summary>Reports that Aspire's dashboard has ended. Aspire hides that resource and offers no command to start it again.</summary>
internal sealed class AspireDashboardWatch(
    ResourceNotificationService notifications, IHostApplicationLifetime lifetime, IConsoleOutput output) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await notifications.WaitForResourceAsync(AspireDashboard.ResourceName, KnownResourceStates.TerminalStates, stop.Token);
            output.WriteErrorLine("Aspire's dashboard has ended. Everything else keeps running. Restart the AppHost to get it back");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The application is stopping.
        }
    }
}
