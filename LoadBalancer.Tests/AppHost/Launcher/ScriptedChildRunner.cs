using System.Threading.Channels;
using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Launcher;

/// <summary>Processes that live until the test ends them, or, unless they are stubborn, until they are asked to stop.</summary>
internal sealed class ScriptedChildRunner(bool stubborn = false) : IChildRunner
{
    private readonly Channel<(string Name, TaskCompletionSource<ChildExit> Exit)> _started =
        Channel.CreateUnbounded<(string, TaskCompletionSource<ChildExit>)>();

    public async Task<ChildExit> RunAsync(ProjectResource resource, CancellationToken stop, CancellationToken kill)
    {
        var exit = new TaskCompletionSource<ChildExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var killed = kill.Register(() => exit.TrySetResult(ChildExit.Killed));
        await using var stopped = stop.Register(() => _ = !stubborn && exit.TrySetResult(new ChildExit(0)));
        await _started.Writer.WriteAsync((resource.Name, exit), CancellationToken.None);

        return await exit.Task;
    }

    /// <summary>The next process to have been started.</summary>
    public async Task<(string Name, Action<int> Exit)> NextAsync()
    {
        var (name, exit) = await _started.Reader.ReadAsync(TestContext.Current.CancellationToken);

        return (name, code => exit.TrySetResult(new ChildExit(code)));
    }

    public bool HasStartedAnother => _started.Reader.TryPeek(out _);
}
