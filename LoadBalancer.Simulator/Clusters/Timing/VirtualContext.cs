namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>Runs the continuations of the simulation on its thread, in the order in which they became ready.</summary>
internal sealed class VirtualContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private int _thread;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException(
                "A continuation ran outside the simulation's thread, so results would not be reproducible.");
        }

        _ready.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Makes the current thread the simulation's, until the returned object is disposed.</summary>
    public IDisposable Enter()
    {
        var entered = new Entered(Current);
        SetSynchronizationContext(this);
        _thread = Environment.CurrentManagedThreadId;
        return entered;
    }

    /// <summary>Runs the continuations that are ready, and those that become ready meanwhile, until there are none.</summary>
    public void Drain()
    {
        while (_ready.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    private sealed class Entered(SynchronizationContext? outer) : IDisposable
    {
        public void Dispose() => SetSynchronizationContext(outer);
    }
}
