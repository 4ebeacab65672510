using System.Collections.Concurrent;
using LoadBalancer.AppHost.CommandLine;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Output;

/// <summary>Shows what resources write: warnings and errors, or every line where that was asked for. The rest is in Aspire's dashboard.</summary>
internal sealed class ResourceOutput(
    DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService logs, IConsoleOutput output, AppHostOptions options) : BackgroundService
{
    private readonly ResourcePrefix _prefix = ResourcePrefix.For(model.Resources.Where(resource => resource.HasAnnotationOfType<EndpointAnnotation>()).Select(resource => resource.Name));

    // Several processes that fail for one reason say it once.
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
            // Everything has stopped.
        }

        await Task.WhenAll(watches);
    }

    private async Task WatchAsync(string name, string id, CancellationToken stop)
    {
        try
        {
            await foreach (var batch in logs.WatchAsync(id).WithCancellation(stop))
            {
                foreach (var line in batch.Select(ResourceLine.Parse))
                {
                    Show(name, line);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Everything has stopped.
        }
    }

    private void Show(string name, ResourceLine line)
    {
        if (line.IsError && IsFirstOfItsKind(line.Text))
        {
            output.WriteErrorLine(_prefix.Apply(name, line.Text));
        }
        else if (!line.IsError && options.Verbose)
        {
            output.WriteLine(_prefix.Apply(name, line.Text));
        }
    }

    private bool IsFirstOfItsKind(string text) => !text.StartsWith("error: ", StringComparison.Ordinal) || _faults.TryAdd(text, 0);
}
