namespace LoadBalancer.Proxy.Limits;

/// <summary>What a connection of HTTP/2 may take. Configuration section <c>Gateway:Limits:Http2</c>.</summary>
internal sealed class Http2LimitsOptions
{
    public const string Section = $"{LimitsOptions.Section}:{nameof(LimitsOptions.Http2)}";

    /// <summary>Streams at once: 1 to 1,000, default 100. More are refused (REFUSED_STREAM).</summary>
    public int Streams { get; set; } = 100;

    /// <summary>The table by which fields are compressed, in bytes: 0 to 65,536, default 4,096.</summary>
    public int HeaderTableBytes { get; set; } = 4_096;

    /// <summary>The longest frame, in bytes: 16,384 to 1 MiB, default 16,384.</summary>
    public int FrameBytes { get; set; } = 16_384;

    /// <summary>
    /// Streams that are broken off within 10 s before the connection ends, if they are most of its streams in that time: 1
    /// to 100,000, 0 for any number, default 200.
    /// </summary>
    public int Resets { get; set; } = 200;
}
