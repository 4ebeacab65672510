namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>Runs what waits for an event on the thread of the simulation, in the order in which it came to be ready.</summary>
internal sealed class VirtualContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private int _thread;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A part of the simulation has left its thread: its figures would differ from run to run.");
        }

        _ready.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>This thread is the simulation's until what is returned is disposed.</summary>
    public IDisposable Enter()
    {
        var entered = new Entered(Current);
        SetSynchronizationContext(this);
        _thread = Environment.CurrentManagedThreadId;
        return entered;
    }

    /// <summary>Runs what is ready, and what becomes ready by that, until nothing is.</summary>
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
