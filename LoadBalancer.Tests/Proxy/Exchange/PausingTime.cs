using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>
/// A clock that pauses one thread where it reads the time, so that a test can let other threads go on between a decision and its effect.
/// </summary>
internal sealed class PausingTime : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [ThreadStatic]
    private static Pause? _pause;

    public override long GetTimestamp()
    {
        var timestamp = base.GetTimestamp();
        _pause?.OnRead();
        return timestamp;
    }

    /// <summary>Pauses the calling thread no more: from now on it does the work of others.</summary>
    public static void Release() => _pause = null;

    /// <summary>Runs an action on a thread of its own, and something else while it has paused.</summary>
    /// <param name="action">The action.</param>
    /// <param name="read">Which of its reads of the clock it is paused at, from 1.</param>
    /// <param name="meanwhile">What happens during the pause.</param>
    /// <returns>Whether it read the clock often enough to be paused.</returns>
    public static async Task<bool> RunAsync(Action action, int read, Func<Task> meanwhile)
    {
        using var pause = new Pause(read);
        var running = Task.Run(() =>
        {
            _pause = pause;
            try
            {
                action();
            }
            finally
            {
                _pause = null;
            }
        });
        if (await Task.WhenAny(running, pause.Reached) == running)
        {
            await running;
            return false;
        }

        try
        {
            await meanwhile();
        }
        finally
        {
            pause.End();
        }

        await running.WaitAsync(Patience);
        return true;
    }

    private sealed class Pause(int read) : IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _over = new();

        public int Reads { get; private set; }

        public Task Reached => _reached.Task;

        public void OnRead()
        {
            if (++Reads == read)
            {
                _reached.SetResult();
                _over.Wait(Patience);
            }
        }

        public void End() => _over.Set();

        public void Dispose() => _over.Dispose();
    }
}
