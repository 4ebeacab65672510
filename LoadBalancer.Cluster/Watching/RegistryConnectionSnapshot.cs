namespace LoadBalancer.Cluster.Watching;

/// <summary>Whether the store is within reach, and since when. Immutable.</summary>
/// <param name="IsConnected">Whether the last read came through.</param>
/// <param name="Since">When that began, by this process's clock; the process's start where the store was never reached.</param>
/// <param name="WasReached">Whether any read has ever come through.</param>
public sealed record RegistryConnectionSnapshot(bool IsConnected, DateTimeOffset Since, bool WasReached)
{
    /// <summary>
    /// Why the first read that failed did so, for a person; <see langword="null"/> while reads come through, or where none has been tried.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>What follows from another read; the same object if nothing changed.</summary>
    /// <param name="isConnected">Whether it came through.</param>
    /// <param name="now">The time.</param>
    /// <param name="reason">Why not, where it did not.</param>
    public RegistryConnectionSnapshot Next(bool isConnected, DateTimeOffset now, string? reason = null) =>
        isConnected != IsConnected ? new(isConnected, now, WasReached || isConnected) { Reason = reason }
        : Reason is null && reason is not null ? this with { Reason = reason }
        : this;
}
