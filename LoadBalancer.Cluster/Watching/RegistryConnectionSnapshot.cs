namespace LoadBalancer.Cluster.Watching;

/// <summary>Whether the store is reachable, and since when. Immutable.</summary>
/// <param name="IsConnected">Whether the last read succeeded.</param>
/// <param name="Since">Since when that is so, by this process's clock; the start of the process if the store was never reached.</param>
/// <param name="WasReached">Whether any read has ever succeeded.</param>
public sealed record RegistryConnectionSnapshot(bool IsConnected, DateTimeOffset Since, bool WasReached)
{
    /// <summary>
    /// Why the first failed read failed, for humans; <see langword="null"/> while reads succeed, or if none has been attempted.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Returns the state after another read; the same object if nothing changed.</summary>
    /// <param name="isConnected">Whether the read succeeded.</param>
    /// <param name="now">The time.</param>
    /// <param name="reason">Why the read failed, if it did.</param>
    public RegistryConnectionSnapshot Next(bool isConnected, DateTimeOffset now, string? reason = null) =>
        isConnected != IsConnected ? new(isConnected, now, WasReached || isConnected) { Reason = reason }
        : Reason is null && reason is not null ? this with { Reason = reason }
        : this;
}
