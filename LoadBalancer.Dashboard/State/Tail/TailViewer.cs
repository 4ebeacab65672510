namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>Somebody who looks at requests, until disposed. Thread-safe.</summary>
/// <param name="feed">The requests.</param>
/// <param name="onEnd">Called once, at the end.</param>
internal sealed class TailViewer(TailFeed feed, Action<TailFeed> onEnd) : IDisposable
{
    private int _isDisposed;

    /// <summary>The requests.</summary>
    public TailFeed Feed => feed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            onEnd(feed);
        }
    }
}
