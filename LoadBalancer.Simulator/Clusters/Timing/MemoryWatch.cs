using System.Runtime.ExceptionServices;

namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>
/// Detects when the thread that created it runs out of memory. The product retries whatever fails, so a simulated gateway would continue
/// without the snapshot that did not fit, and the figures would depend on the garbage collector.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Action<Exception> _onExhausted;

    public MemoryWatch(Action<Exception> onExhausted)
    {
        _onExhausted = onExhausted;
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
    }

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnThrown;

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is OutOfMemoryException && Environment.CurrentManagedThreadId == _thread)
        {
            _onExhausted(thrown.Exception);
        }
    }
}
