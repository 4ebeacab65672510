using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>
/// Stops a resource and gives it the time that it needs to drain. Aspire alone would kill a process about 6 s after the signal, and a
/// container after 10 s. Thread-safe.
/// </summary>
internal sealed partial class GracefulStop(ResourceNotificationService notifications, TimeProvider time, ILogger<GracefulStop> logger)
{
    /// <summary>
    /// How long a resource may take to end after the signal before it is killed. Longer than a server or a gateway may take to stop: by
    /// default a gateway drains for 30 s and needs up to 6 s more.
    /// </summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    private static readonly string[] Engines = ["docker", "podman"];

    /// <summary>Whether the resource runs as a process or a container that can be signaled from here.</summary>
    public bool CanStop(IResource resource) =>
        !OperatingSystem.IsWindows()
            && (ResourceProcess.FindId(notifications, resource) is not null || FindContainer(resource) is not null);

    /// <summary>Signals a resource and waits until it has ended; kills its process at the deadline.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="otherwise">Stops a resource that cannot be signaled from here.</param>
    /// <param name="cancellationToken">Ends the wait; the signal is not revoked.</param>
    public async Task<ExecuteCommandResult> StopAsync(
        IResource resource, Func<Task<ExecuteCommandResult>> otherwise, CancellationToken cancellationToken)
    {
        if (!CanStop(resource))
        {
            return await otherwise();
        }

        // Published before the signal, so that everyone, including the supervisor, knows that the end is intended.
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

    /// <summary>Stops a container. The engine kills it at the deadline.</summary>
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

    [LoggerMessage(5203, LogLevel.Warning, "{Resource} did not stop within {Deadline} s; killing it")]
    private partial void LogKilling(string resource, double deadline);
}
