namespace LoadBalancer.Proxy.Limits;

/// <summary>When a gateway sheds requests (503) to live on. Configuration section <c>Gateway:Limits:Overload</c>.</summary>
internal sealed class OverloadOptions
{
    public const string Section = $"{LimitsOptions.Section}:{nameof(LimitsOptions.Overload)}";

    /// <summary>
    /// The part of the memory that the process may have, its container's or the machine's: 0.5 to 1, 0 for off, default 0.95.
    /// </summary>
    public double Memory { get; set; } = 0.95;

    /// <summary>How long work waits for a thread: 10 ms to 1 min, 0 for off, default 1 s.</summary>
    public TimeSpan QueueDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Requests in flight of all clients, exactly: 1 to 10,000,000; default 0, any number.</summary>
    public int Requests { get; set; }

    /// <summary>What <c>Retry-After</c> says: 1 s to 1 h in whole seconds, default 1 s.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
