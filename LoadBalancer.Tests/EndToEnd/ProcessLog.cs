using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Records which processes have run as resources.</summary>
internal sealed class ProcessLog : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _changing = new();
    private readonly List<(string Name, int Process)> _processes = [];
    private readonly Task _watching;

    public ProcessLog(ResourceNotificationService notifications) => _watching = WatchAsync(notifications);

    /// <summary>All recorded processes; the latest process of a name comes last.</summary>
    public IReadOnlyList<(string Name, int Process)> All
    {
        get
        {
            lock (_changing)
            {
                return [.. _processes];
            }
        }
    }

    public int Of(string name) => All.Last(process => string.Equals(process.Name, name, StringComparison.Ordinal)).Process;

    public static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(ResourceNotificationService notifications)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(_stop.Token))
            {
                var pid = change.Snapshot.Properties.FirstOrDefault(property => string.Equals(
                    property.Name, "executable.pid", StringComparison.Ordinal))?.Value;
                if (pid is not null && (change.Resource.Name, Convert.ToInt32(pid, CultureInfo.InvariantCulture)) is { Item2: > 0 } process)
                {
                    Keep(process);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The log has been disposed.
        }
    }

    private void Keep((string Name, int Process) process)
    {
        lock (_changing)
        {
            if (!_processes.Contains(process))
            {
                _processes.Add(process);
            }
        }
    }
}
