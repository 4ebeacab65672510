using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>
/// Stops a resource and gives it the time that it needs to drain. The stop command of Aspire kills a process about 6 s after the
/// signal; so a process gets the signal from here, and the command is for what has no process on this machine. Thread-safe.
/// </summary>
internal sealed class GracefulStop(ResourceNotificationService notifications, ResourceCommandService commands)
{
    private const string ProcessId = "executable.pid";

    /// <summary>Asks a resource to stop and waits until it has.</summary>
    /// <returns>What came of it; failed where the resource cannot be stopped.</returns>
    /// <exception cref="OperationCanceledException">It has not stopped in time.</exception>
    public async Task<ExecuteCommandResult> StopAsync(IResource resource, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (FindProcess(resource) is not { } process || OperatingSystem.IsWindows())
        {
            var result = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, cancellationToken).WaitAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (!result.Success)
            {
                return result;
            }
        }
        else
        {
            using var signal = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {process}")]);
            await signal.WaitForExitAsync(cancellationToken);
        }

        await notifications.WaitForResourceAsync(resource.Name, KnownResourceStates.TerminalStates, cancellationToken);
        return CommandResults.Success();
    }

    /// <summary>Ends the process of a resource at once, if it has one.</summary>
    public void Kill(IResource resource)
    {
        if (FindProcess(resource) is not { } id)
        {
            return;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended in the meantime.
        }
    }

    private int? FindProcess(IResource resource)
    {
        var id = notifications.TryGetCurrentState(resource.Name, out var present)
            ? present.Snapshot.Properties.FirstOrDefault(property => string.Equals(property.Name, ProcessId, StringComparison.Ordinal))?.Value
            : null;
        return id is null ? null : Convert.ToInt32(id, CultureInfo.InvariantCulture);
    }
}
