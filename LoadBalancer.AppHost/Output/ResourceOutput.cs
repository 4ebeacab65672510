using System.Collections.Concurrent;
using LoadBalancer.AppHost.CommandLine;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Output;

/// <summary>
/// Shows the output of resources: warnings, errors, and the first line after one of them in the same category, which reports that the
/// problem is over; or every line if <see cref="AppHostOptions.Verbose"/> is set. Aspire's dashboard has the rest.
/// </summary>
internal sealed class ResourceOutput(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IConsoleOutput output,
    AppHostOptions options) : BackgroundService
{
    private readonly ResourcePrefix _prefix = ResourcePrefix.For(
        model.Resources.Where(resource => resource.HasAnnotationOfType<EndpointAnnotation>()).Select(resource => resource.Name));

    // If several processes fail for the same reason, the error is shown once.
    private readonly ConcurrentDictionary<string, byte> _faults = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watched = new HashSet<string>(StringComparer.Ordinal);
        var watches = new List<Task>();
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                if (change.Resource is not ParameterResource && !change.Snapshot.IsHidden && watched.Add(change.ResourceId))
                {
                    watches.Add(WatchAsync(change.Resource.Name, change.ResourceId, stoppingToken));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application is stopping.
        }

        await Task.WhenAll(watches);
    }

    private async Task WatchAsync(string name, string id, CancellationToken stop)
    {
        var troubled = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var batch in logs.WatchAsync(id).WithCancellation(stop))
            {
                foreach (var line in batch.Select(ResourceLine.Parse))
                {
                    Show(name, line, troubled);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The application is stopping.
        }
    }

    /// <param name="name">The name of the resource.</param>
    /// <param name="line">The line.</param>
    /// <param name="troubled">The resource's categories whose last line was a warning or an error.</param>
    private void Show(string name, ResourceLine line, HashSet<string> troubled)
    {
        if (line.IsError)
        {
            if (IsFirstOfItsKind(line.Text))
            {
                output.WriteErrorLine(_prefix.Apply(name, line.Text));
            }

            if (line.Category is not null)
            {
                troubled.Add(line.Category);
            }
        }
        else if ((line.Category is not null && troubled.Remove(line.Category)) || options.Verbose)
        {
            output.WriteLine(_prefix.Apply(name, line.Text));
        }
    }

    private bool IsFirstOfItsKind(string text) => !text.StartsWith("error: ", StringComparison.Ordinal) || _faults.TryAdd(text, 0);
}
