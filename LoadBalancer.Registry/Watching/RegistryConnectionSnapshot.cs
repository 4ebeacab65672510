namespace LoadBalancer.Registry.Watching;

/// <summary>Whether the store is within reach, and since when. Immutable.</summary>
/// <param name="IsConnected">Whether the last read came through.</param>
/// <param name="Since">When that began, by this process's clock; the process's start where the store was never reached.</param>
/// <param name="WasReached">Whether any read has ever come through.</param>
public sealed record RegistryConnectionSnapshot(bool IsConnected, DateTimeOffset Since, bool WasReached)
{
    /// <summary>Why the first read that failed did so, for a person; <see langword="null"/> while reads come through, or where none has been tried.</summary>
    public string? Reason { get; init; }

    /// <summary>What follows from a read that came through; the same object if nothing changed.</summary>
    /// <param name="now">The time.</param>
    public RegistryConnectionSnapshot Reached(DateTimeOffset now) => IsConnected ? this : new(IsConnected: true, now, WasReached: true);

    /// <summary>What follows from a read that failed; the same object if the one before had failed too.</summary>
    /// <param name="now">The time.</param>
    /// <param name="reason">Why.</param>
    public RegistryConnectionSnapshot Lost(DateTimeOffset now, string reason) =>
        IsConnected ? new(IsConnected: false, now, WasReached) { Reason = reason }
        : Reason is null ? this with { Reason = reason }
        : this;
}
