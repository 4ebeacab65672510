namespace LoadBalancer.Cluster.Watching;

/// <summary>Whether the store can be used, and since when. Immutable.</summary>
/// <param name="IsConnected">Whether the last read succeeded, which requires a store that also accepts writes.</param>
/// <param name="Since">Since when that is so, by this process's clock; the start of the process if the store was never reached.</param>
/// <param name="WasReached">Whether any read has ever succeeded.</param>
public sealed record RegistryConnectionSnapshot(bool IsConnected, DateTimeOffset Since, bool WasReached)
{
    /// <summary>
    /// Whether the store is reachable but accepts no writes: it is a replica, is loading its data, cannot persist, or is full. Then
    /// <see cref="IsConnected"/> is <see langword="false"/>.
    /// </summary>
    public bool IsNotWritable { get; init; }

    /// <summary>Whether it accepts no writes only because it is full: what it holds can be read and is current.</summary>
    public bool IsFull { get; init; }

    /// <summary>
    /// Why a read failed, for humans: the first one after the last success, or after <see cref="IsNotWritable"/> changed;
    /// <see langword="null"/> while reads succeed, or if none has been attempted.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The state in one phrase, as health endpoints show it.</summary>
    public string State => IsConnected ? "connected" : IsNotWritable ? "not writable" : "out of reach";

    /// <summary>Returns the state after a read that succeeded; the same object if nothing changed.</summary>
    /// <param name="now">The time.</param>
    public RegistryConnectionSnapshot Reached(DateTimeOffset now) => IsConnected ? this : new(IsConnected: true, now, WasReached: true);

    /// <summary>
    /// Returns the state after a read that failed because of the store; the same object if nothing changed. An outage keeps its beginning
    /// while its nature changes.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="reason">Why the read failed.</param>
    /// <param name="isNotWritable">Whether the store is reachable but accepts no writes.</param>
    /// <param name="isFull">Whether that is because it is full.</param>
    public RegistryConnectionSnapshot Lost(DateTimeOffset now, string reason, bool isNotWritable, bool isFull = false) =>
        !IsConnected && Reason is not null && IsNotWritable == isNotWritable && IsFull == isFull
            ? this
            : new(IsConnected: false, IsConnected ? now : Since, WasReached)
            {
                Reason = reason,
                IsNotWritable = isNotWritable,
                IsFull = isFull,
            };
}
