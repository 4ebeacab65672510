using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>
/// Stops a resource and gives it the time that it needs to drain: Aspire would kill a process about 6 s and a container 10 s after
/// the signal. Thread-safe.
/// </summary>
internal sealed partial class GracefulStop(ResourceNotificationService notifications, TimeProvider time, ILogger<GracefulStop> logger)
{
    /// <summary>How long a resource has after the signal: longer than a server is given to drain. Then it is killed.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(35);

    private static readonly string[] Engines = ["docker", "podman"];

    /// <summary>Whether the resource runs as something that can be signalled from here.</summary>
    public bool CanStop(IResource resource) =>
        !OperatingSystem.IsWindows()
            && (ResourceProcess.FindId(notifications, resource) is not null || FindContainer(resource) is not null);

    /// <summary>Signals a resource and waits until it has ended.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="otherwise">Stops what cannot be signalled from here.</param>
    /// <param name="cancellationToken">Ends the wait; the resource keeps its signal.</param>
    public async Task<ExecuteCommandResult> StopAsync(
        IResource resource, Func<Task<ExecuteCommandResult>> otherwise, CancellationToken cancellationToken)
    {
        if (!CanStop(resource))
        {
            return await otherwise();
        }

        // Before the signal: what ends from now on was asked to, also for the supervisor.
        await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = KnownResourceStates.Stopping });
        if (ResourceProcess.FindId(notifications, resource) is { } process)
        {
            var kill = string.Create(CultureInfo.InvariantCulture, $"kill -TERM {process} 2>/dev/null || true");
            await RunAsync("sh", ["-c", kill], cancellationToken);
        }
        else if (!await StopContainerAsync(FindContainer(resource)!, cancellationToken))
        {
            return await otherwise();
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await notifications.WaitForResourceAsync(resource.Name, KnownResourceStates.TerminalStates, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogKilling(resource.Name, Deadline.TotalSeconds);
            ResourceProcess.Kill(notifications, resource);
        }

        return CommandResults.Success();
    }

    /// <summary>The engine kills a container that is late.</summary>
    private static async Task<bool> StopContainerAsync(string container, CancellationToken cancellationToken)
    {
        foreach (var engine in Engines)
        {
            var seconds = Deadline.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            if (await RunAsync(engine, ["stop", "-t", seconds, container], cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> RunAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            });
            await process!.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // Not installed.
            return false;
        }
    }

    private string? FindContainer(IResource resource) => ResourceProcess.FindProperty(notifications, resource, "container.id") as string;

    [LoggerMessage(5203, LogLevel.Warning, "{Resource} has not stopped within {Deadline} s; killing it")]
    private partial void LogKilling(string resource, double deadline);
}
