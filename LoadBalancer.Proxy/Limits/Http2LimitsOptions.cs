using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Limits;

/// <summary>Limits per HTTP/2 connection. Configuration section <c>Gateway:Limits:Http2</c>.</summary>
internal sealed class Http2LimitsOptions
{
    public const string Section = $"{LimitsOptions.Section}:{nameof(LimitsOptions.Http2)}";

    /// <summary>The maximum number of concurrent streams of a connection. Further streams get REFUSED_STREAM.</summary>
    [Between(1, 1_000)]
    public int Streams { get; set; } = 100;

    /// <summary>The size of the table for header compression (HPACK), in bytes.</summary>
    [Between(0, 65_536)]
    public int HeaderTableBytes { get; set; } = 4_096;

    /// <summary>The maximum size of a frame, in bytes.</summary>
    [Between(16_384, 1_048_576)]
    public int FrameBytes { get; set; } = 16_384;

    /// <summary>
    /// How many streams of a connection may be reset within 10 s. After more, the connection ends if they are most of its streams in that
    /// time.
    /// </summary>
    [Between(1, 100_000, ZeroIsOff = true)]
    public int Resets { get; set; } = 200;

    /// <summary>
    /// How many streams of a client may be reset within 10 s, over all its connections. After more, if they are most of its streams, each
    /// HTTP/2 connection with another reset ends, and new ones are rejected for the rest of that time. Trusted proxies are exempt.
    /// </summary>
    [Between(1, 1_000_000, ZeroIsOff = true)]
    public int ResetsPerClient { get; set; } = 1_000;
}
