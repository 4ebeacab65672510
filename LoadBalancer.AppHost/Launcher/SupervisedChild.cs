using System.Globalization;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Keeps one resource running: a process that dies unasked is replaced, until it is stopped or its death is fatal.</summary>
internal sealed class SupervisedChild(ProjectResource resource, IChildRunner runner, ILaunchOutput output, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly RestartBackoff _backoff = new();
    private volatile bool _everReady;

    public string Name => resource.Name;

    public Project Project => resource.Project;

    /// <summary>From now on a death is taken for a crash, not for surroundings that never let it start.</summary>
    public void MarkReady() => _everReady = true;

    /// <returns>The code to stop everything with; null after a stop that was asked for.</returns>
    public async Task<int?> RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var startedAt = time.GetTimestamp();
            var exit = await runner.RunAsync(resource, _stop.Token, _kill.Token);

            if (_stop.IsCancellationRequested)
            {
                break;
            }

            if (ExitPolicy.FatalCode(resource.Project, exit, _everReady) is { } code)
            {
                output.WriteErrorLine($"{resource.Name} {exit}: stopping everything");
                return code;
            }

            var delay = _backoff.NextDelay(time.GetElapsedTime(startedAt));
            var pause = Task.Delay(delay, time, _stop.Token);
            output.WriteErrorLine(string.Create(CultureInfo.InvariantCulture, $"{resource.Name} {exit}, restarting in {delay.TotalMilliseconds} ms"));
            await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    public Task StopAsync() => _stop.CancelAsync();

    public async Task KillAsync()
    {
        await _stop.CancelAsync();
        await _kill.CancelAsync();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _kill.Dispose();
    }
}
