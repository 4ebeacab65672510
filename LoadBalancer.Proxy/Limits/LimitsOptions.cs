using LoadBalancer.Cluster.Settings;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// What one request, one client and all together may take. Configuration section <c>Gateway:Limits</c>. Sizes are in bytes.
/// </summary>
internal sealed class LimitsOptions
{
    public const string Section = $"{GatewaySection.Name}:Limits";

    /// <summary>
    /// Room in a request line for what is not the target: a method of up to 52 bytes, two blanks, the version, the line's end.
    /// </summary>
    public const int BesideTarget = 64;

    /// <summary>Fields of a request: 1 to 1,000, default 100. More is 431.</summary>
    public int HeaderCount { get; set; } = 100;

    /// <summary>
    /// A request's head, from its first byte to the empty line: <see cref="TargetBytes"/> and 1 KiB to 1 MiB, default 48 KiB. More is 431.
    /// </summary>
    public int HeadBytes { get; set; } = 48 * 1024;

    /// <summary>A request's target: 1 KiB to 64 KiB, default 16 KiB. More is 414.</summary>
    public int TargetBytes { get; set; } = 16 * 1024;

    /// <summary>A request's body, with what frames its chunks: 1 to 1 PiB; default 0, no limit. More is 413.</summary>
    public long BodyBytes { get; set; }

    /// <summary>From the first byte of a request to the end of its head: 100 ms to 5 min, default 15 s. Then 408.</summary>
    public TimeSpan HeadTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Bytes a second at which a client has to send a body on average: 0 (any) to 1 GiB, default 240. Slower is 408.</summary>
    public int BodyRate { get; set; } = 240;

    /// <summary>
    /// Bytes a second at which a client has to take a response that is there, on average: 0 (any) to 1 GiB, default 240. Slower ends the
    /// connection.
    /// </summary>
    public int AnswerRate { get; set; } = 240;

    /// <summary>
    /// How long a client may be slower than <see cref="BodyRate"/> and <see cref="AnswerRate"/>: 1 s (exclusive) to 5 min, default 5 s.
    /// </summary>
    public TimeSpan RateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection is kept without a request: 1 s to 1 h, default 130 s.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>
    /// From the end of a request's head to the end of its response: 100 ms to 1 day; default 0, no limit. Then 504, or the connection ends.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; }

    /// <summary>Connections of all clients: 1 to 10,000,000, 0 for any number, default 20,000. More are closed at once.</summary>
    public int Connections { get; set; } = 20_000;

    /// <summary>
    /// Connections of one client address (IPv6: /64), unless it is a trusted proxy: 1 to 10,000,000, 0 for any number, default 5,000.
    /// </summary>
    public int ConnectionsPerClient { get; set; } = 5_000;

    /// <summary>
    /// Requests a second of one client address (IPv6: /64) on average: 0.001 to 1,000,000; default 0, any number. More are 429.
    /// </summary>
    public double RequestRate { get; set; }

    /// <summary>
    /// Requests that a client may send at once: 1 to 1,000,000; default 0, as many as in a second by <see cref="RequestRate"/>, at least 1.
    /// </summary>
    public int RequestBurst { get; set; }

    /// <summary>What belongs to HTTP/2 alone.</summary>
    public Http2LimitsOptions Http2 { get; set; } = new();

    /// <summary>When requests are shed.</summary>
    public OverloadOptions Overload { get; set; } = new();

    /// <summary>How much the head of a request may be.</summary>
    public HeadLimits ToHeadLimits() => new(HeaderCount, HeadBytes, TargetBytes + BesideTarget);

    /// <summary>The burst in effect.</summary>
    public int ToBurst() => RequestBurst > 0 ? RequestBurst : (int)Math.Max(1, Math.Ceiling(RequestRate));
}
