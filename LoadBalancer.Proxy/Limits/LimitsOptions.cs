using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Http.Messages;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>Limits per request, per client, and in total. Configuration section <c>Gateway:Limits</c>.</summary>
internal sealed partial class LimitsOptions : IValidatableObject
{
    public const string Section = $"{GatewaySection.Name}:Limits";

    /// <summary>
    /// Room in a request line in addition to the target: a method of up to 52 bytes, two spaces, the version, and the line end.
    /// </summary>
    public const int BesideTarget = 64;

    private const int Kibibyte = 1024;
    private const int Mebibyte = Kibibyte * Kibibyte;
    private const int Gibibyte = Kibibyte * Mebibyte;

    /// <summary>
    /// The maximum number of headers of a request. A request with more gets 431. In HTTP/2 and HTTP/3 all parts of <c>cookie</c> count as
    /// one; <see cref="HeadBytes"/> counts them in full.
    /// </summary>
    [Between(1, 1_000)]
    public int HeaderCount { get; set; } = 100;

    /// <summary>
    /// The maximum size of a request's head, from its first byte to the empty line, in bytes. A request with a larger one gets 431. At
    /// least 1,024 more than <see cref="TargetBytes"/>.
    /// </summary>
    [Between(2 * Kibibyte, Mebibyte)]
    public int HeadBytes { get; set; } = 48 * 1024;

    /// <summary>The maximum length of a request's target, in bytes. A request with a longer one gets 414.</summary>
    [Between(Kibibyte, 64 * Kibibyte)]
    public int TargetBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// The maximum size of a request's body, in bytes. A request with a larger one gets 413. Chunk framing counts too where the request is
    /// not relayed. gRPC and WebSockets are exempt.
    /// </summary>
    [Between(1, (double)Mebibyte * Gibibyte, ZeroIsOff = true)]
    public long BodyBytes { get; set; }

    /// <summary>
    /// The maximum size of the head of a server's response, in bytes. A larger one leads to 502 with the cause
    /// <c>http_response_header_section_size</c>, and does not count against the server, since the request is the cause. Where YARP
    /// forwards, the size is rounded up to whole KiB.
    /// </summary>
    [Between(8 * Kibibyte, Mebibyte)]
    public int ResponseHeadBytes { get; set; } = ResponseHead.UsualLongest;

    /// <summary>The maximum time from the first byte of a request to the end of its head. A slower request gets 408.</summary>
    [Between("00:00:00.100", "00:05:00")]
    public TimeSpan HeadTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The minimum average rate at which a client sends a body, in bytes per second. A slower request gets 408. gRPC over HTTP/2 and
    /// WebSockets are exempt.
    /// </summary>
    [Between(1, Gibibyte, ZeroIsOff = true)]
    public int BodyRate { get; set; } = 240;

    /// <summary>
    /// The minimum average rate at which a client reads a response, in bytes per second. The connection of a slower client is closed. gRPC
    /// over HTTP/2 and WebSockets are exempt.
    /// </summary>
    [Between(1, Gibibyte, ZeroIsOff = true), FormerName("AnswerRate")]
    public int ResponseRate { get; set; } = 240;

    /// <summary>How long a client may be slower than <see cref="BodyRate"/> and <see cref="ResponseRate"/>.</summary>
    [Between("00:00:01", "00:05:00", LeastIsExclusive = true)]
    public TimeSpan RateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection is kept open without a request. Set it longer than the idle timeout of a load balancer in front of the
    /// gateway, which otherwise sends requests into closing connections.
    /// </summary>
    [Between("00:00:01", "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>
    /// How long a client may use a connection, with a jitter of ±10%, so that clients also use gateways that were added. After that,
    /// HTTP/2 gets GOAWAY and HTTP/1.1 <c>Connection: close</c> with the next response; a connection that has been idle for 5 s is closed.
    /// Requests in flight may go on for <see cref="ConnectionAgeGrace"/>. Tunnels and HTTP/3 connections are exempt, so clients that use
    /// HTTP/3 stay on their gateway.
    /// </summary>
    [Between("00:00:01", "7.00:00:00", ZeroIsOff = true)]
    public TimeSpan ConnectionAge { get; set; }

    /// <summary>
    /// How long requests may be in flight on a connection that has exceeded <see cref="ConnectionAge"/>; then the connection is aborted.
    /// 0 for no limit: then a client that ignores GOAWAY and always has a request in flight keeps its connection.
    /// </summary>
    [Between("00:00:01", "1.00:00:00", ZeroIsOff = true)]
    public TimeSpan ConnectionAgeGrace { get; set; }

    /// <summary>
    /// The maximum time from the end of a request's head to the end of its response. A request that takes longer gets 504; a response that
    /// has begun is aborted. WebSockets are exempt.
    /// </summary>
    [Between("00:00:00.100", "1.00:00:00", ZeroIsOff = true)]
    public TimeSpan RequestTimeout { get; set; }

    /// <summary>The maximum number of connections of all clients. Further connections are closed at once.</summary>
    [Between(1, 10_000_000, ZeroIsOff = true)]
    public int Connections { get; set; } = 20_000;

    /// <summary>
    /// The maximum number of connections of one client address (IPv6: one /64), unless it is in <c>Gateway:TrustedProxies</c>. Further
    /// connections are closed at once.
    /// </summary>
    [Between(1, 10_000_000, ZeroIsOff = true)]
    public int ConnectionsPerClient { get; set; } = 5_000;

    /// <summary>
    /// The maximum average rate of requests of one client, per second. A client is one address by the same rule as <c>client-ip</c>; for
    /// IPv6, one /64. Further requests get 429 with <c>Retry-After</c>.
    /// </summary>
    [Between(0.001, 1_000_000, ZeroIsOff = true)]
    public double RequestRate { get; set; }

    /// <summary>
    /// The maximum number of requests that one client may send at once; 0 for as many as <see cref="RequestRate"/> allows in a second, at
    /// least one.
    /// </summary>
    [Between(0, 1_000_000)]
    public int RequestBurst { get; set; }

    /// <summary>The limits that apply to HTTP/2 only.</summary>
    [ValidateObjectMembers]
    public Http2LimitsOptions Http2 { get; set; } = new();

    /// <summary>The thresholds for shedding requests.</summary>
    [ValidateObjectMembers]
    public OverloadOptions Overload { get; set; } = new();

    /// <summary>Returns the limits for the head of a request.</summary>
    public HeadLimits ToHeadLimits() => new(HeaderCount, HeadBytes, TargetBytes + BesideTarget);

    /// <summary>Returns the effective burst.</summary>
    public int ToBurst() => RequestBurst > 0 ? RequestBurst : (int)Math.Max(1, Math.Ceiling(RequestRate));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HeadBytes < TargetBytes + Kibibyte)
        {
            var section = SettingKey.OfSection(validationContext);
            yield return SettingFailure.Of(
                $"{section}:{nameof(HeadBytes)}",
                HeadBytes,
                string.Create(CultureInfo.InvariantCulture, $"at least 1024 more than {section}:{nameof(TargetBytes)} ({TargetBytes})"));
        }
    }

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<LimitsOptions>;
}
