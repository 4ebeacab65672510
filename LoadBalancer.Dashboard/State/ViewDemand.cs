namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Whether there are viewers: an open page, or a request in the last <see cref="Lasting"/>. Without viewers the reader computes no
/// snapshot, and the next viewer waits for its next read. Thread-safe.
/// </summary>
internal sealed class ViewDemand(ClusterView view, ReadSignal reread, TimeProvider timeProvider)
{
    /// <summary>How long a request counts: longer than the pause between the requests of a polling client.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for the store before it returns the existing snapshot.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The view.</summary>
    public ClusterView View => view;

    private long _askedAt = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>Whether there are viewers.</summary>
    public bool Exists => view.HasViewers || timeProvider.GetUtcNow().UtcTicks - Volatile.Read(ref _askedAt) < Lasting.Ticks;

    /// <summary>Counts a request, and waits until the snapshot is up to date.</summary>
    /// <returns>Whether it is up to date; otherwise the store does not respond, and the snapshot is older.</returns>
    public async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _askedAt, timeProvider.GetUtcNow().UtcTicks);
        if (view.Resumed is not { IsCompleted: false } resumed)
        {
            return true;
        }

        reread.Set();
        try
        {
            await resumed.WaitAsync(Patience, timeProvider, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
