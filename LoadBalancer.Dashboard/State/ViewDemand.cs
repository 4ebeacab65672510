namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Whether anybody looks: a page that is open, or a request in the last <see cref="Lasting"/>. While nobody does, the reader computes
/// nothing, and whoever comes first waits for its next reading. Thread-safe.
/// </summary>
internal sealed class ViewDemand(ClusterView view, ReadSignal reread, TimeProvider timeProvider)
{
    /// <summary>How long a request counts: longer than the pause between the requests of a client that polls.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for the store before it returns what there is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What is looked at.</summary>
    public ClusterView View => view;

    private long _askedAt = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>Whether anybody looks.</summary>
    public bool Exists => view.HasViewers || timeProvider.GetUtcNow().UtcTicks - Volatile.Read(ref _askedAt) < Lasting.Ticks;

    /// <summary>Counts a request, and waits until the snapshot is up to date.</summary>
    /// <returns>Whether it is; otherwise the store hangs, and the snapshot is from before.</returns>
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
