using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>The process on this machine that a resource runs as.</summary>
internal static class ResourceProcess
{
    /// <summary>Returns the process id; <see langword="null"/> if the resource is not a process, or not started yet.</summary>
    public static int? FindId(ResourceNotificationService notifications, IResource resource) =>
        FindProperty(notifications, resource, "executable.pid") is { } id ? Convert.ToInt32(id, CultureInfo.InvariantCulture) : null;

    /// <summary>Returns a property that Aspire's dashboard shows; <see langword="null"/> if the resource does not have it.</summary>
    public static object? FindProperty(ResourceNotificationService notifications, IResource resource, string name) =>
        notifications.TryGetCurrentState(resource.Name, out var present)
            ? present.Snapshot.Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.Ordinal))?.Value
            : null;

    /// <summary>Whether a process with this id exists.</summary>
    public static bool Exists(int id)
    {
        using var process = TryGet(id);
        return process is { HasExited: false };
    }

    /// <summary>Kills the process of a resource.</summary>
    /// <returns>Whether there was a process.</returns>
    public static bool Kill(ResourceNotificationService notifications, IResource resource)
    {
        using var process = FindId(notifications, resource) is { } id ? TryGet(id) : null;
        try
        {
            process?.Kill();
            return process is not null;
        }
        catch (InvalidOperationException)
        {
            // The process has ended in the meantime.
            return false;
        }
    }

    private static Process? TryGet(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
