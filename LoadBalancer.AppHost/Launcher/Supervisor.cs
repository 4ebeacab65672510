using System.Globalization;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>The children that run at the moment. Safe for concurrent use; resources may be added and stopped at any time.</summary>
internal sealed class Supervisor(IChildRunner runner, ILaunchOutput output, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, (SupervisedChild Child, Task Run)> _children = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<int> _fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with an exit code once a child died of something that a restart cannot mend.</summary>
    public Task<int> Fatal => _fatal.Task;

    public void Start(ProjectResource resource)
    {
        lock (_changing)
        {
            if (_children.ContainsKey(resource.Name))
            {
                throw new InvalidOperationException($"{resource.Name} runs already.");
            }

            var child = new SupervisedChild(resource, runner, output, time);
            _children.Add(resource.Name, (child, Task.Run(() => WatchAsync(child))));
        }
    }

    public void MarkReady(string name)
    {
        lock (_changing)
        {
            if (_children.TryGetValue(name, out var entry))
            {
                entry.Child.MarkReady();
            }
        }
    }

    /// <summary>Stops every process of a project side by side; those that miss the deadline are killed, all of them at once when told so.</summary>
    public Task StopAsync(Project project, TimeSpan deadline, CancellationToken killNow) =>
        StopAsync(child => child.Project == project, deadline, killNow);

    /// <summary>Stops one process; its name may be used again from now on.</summary>
    public Task StopAsync(string name, TimeSpan deadline, CancellationToken killNow) =>
        StopAsync(child => string.Equals(child.Name, name, StringComparison.Ordinal), deadline, killNow);

    public async ValueTask DisposeAsync() =>
        await StopAsync(_ => true, TimeSpan.Zero, killNow: new CancellationToken(canceled: true));

    private Task StopAsync(Func<SupervisedChild, bool> chosen, TimeSpan deadline, CancellationToken killNow)
    {
        lock (_changing)
        {
            var entries = _children.Where(pair => chosen(pair.Value.Child)).ToList();
            entries.ForEach(pair => _children.Remove(pair.Key));

            return Task.WhenAll(entries.Select(pair => StopAsync(pair.Value.Child, pair.Value.Run, deadline, killNow)));
        }
    }

    private async Task StopAsync(SupervisedChild child, Task run, TimeSpan deadline, CancellationToken killNow)
    {
        using (child)
        {
            await child.StopAsync();

            try
            {
                await run.WaitAsync(deadline, time, killNow);
            }
            catch (TimeoutException)
            {
                output.WriteErrorLine(string.Create(CultureInfo.InvariantCulture, $"{child.Name} did not stop within {deadline.TotalSeconds} s, killing it"));
            }
            catch (OperationCanceledException) when (killNow.IsCancellationRequested)
            {
                output.WriteErrorLine($"{child.Name} did not stop yet, killing it");
            }

            await child.KillAsync();
            await run;
        }
    }

    private async Task WatchAsync(SupervisedChild child)
    {
        try
        {
            if (await child.RunAsync() is { } code)
            {
                _fatal.TrySetResult(code);
            }
        }
        catch (Exception failure)
        {
            // A child that cannot even be started, or a defect here: whoever waits for a fatal end hears of it.
            _fatal.TrySetException(failure);
        }
    }
}
