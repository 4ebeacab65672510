using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>How long exchanges with servers may be silent. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class TimeoutOptions
{
    private static readonly TimeSpan ByDefault = TimeSpan.FromSeconds(100);

    /// <summary>Long enough for a model that thinks within an event stream, as Envoy's <c>stream_idle_timeout</c>.</summary>
    private static readonly TimeSpan ResponseIdleByDefault = TimeSpan.FromMinutes(5);

    /// <summary>Envoy's idle timeout for TCP, and the value in HAProxy's example of <c>timeout tunnel</c>.</summary>
    private static readonly TimeSpan TunnelIdleByDefault = TimeSpan.FromHours(1);

    /// <summary>
    /// The default of each of the four timeouts below that is not set itself: <see cref="FirstByteTimeout"/>,
    /// <see cref="ResponseIdleTimeout"/>, <see cref="RequestIdleTimeout"/>, and <see cref="TunnelIdleTimeout"/>.
    /// </summary>
    [Between("00:00:00.100", "1.00:00:00")]
    public TimeSpan? ActivityTimeout { get; set; }

    /// <summary>
    /// The maximum time from the end of a request to the beginning of its response, for each server that the request is sent to. A server
    /// that takes longer leads to 504. Idempotent requests are subject to <c>Gateway:Retries:AttemptTimeout</c> and <c>OverallTimeout</c>
    /// too.
    /// </summary>
    /// <value><c>ActivityTimeout</c>, or else 100 s</value>
    [Between("00:00:00.100", "1.00:00:00", ZeroIsOff = true)]
    public TimeSpan? FirstByteTimeout { get; set; }

    /// <summary>
    /// The maximum time without a byte within a response. A response whose server is silent for longer, or whose client reads nothing for
    /// longer, is aborted.
    /// </summary>
    /// <value><c>ActivityTimeout</c>, or else 5 min</value>
    [Between("00:00:00.100", "1.00:00:00", ZeroIsOff = true)]
    public TimeSpan? ResponseIdleTimeout { get; set; }

    /// <summary>
    /// The maximum time without a byte within a request's body, until the response begins. A client that is silent for longer gets 408;
    /// <c>Gateway:Limits:BodyRate</c> usually ends such a request earlier.
    /// </summary>
    /// <value><c>ActivityTimeout</c>, or else 100 s</value>
    [Between("00:00:00.100", "1.00:00:00", ZeroIsOff = true)]
    public TimeSpan? RequestIdleTimeout { get; set; }

    /// <summary>
    /// The maximum time without a byte in either direction of a tunnel (WebSockets and other upgrades). A WebSocket that is silent for
    /// longer gets a close frame (1001, RFC 6455 §7.4.1) on both sides; any other tunnel is closed.
    /// </summary>
    /// <value><c>ActivityTimeout</c>, or else 1 h</value>
    [Between("00:00:00.100", "7.00:00:00", ZeroIsOff = true)]
    public TimeSpan? TunnelIdleTimeout { get; set; }

    /// <summary>Returns the timeouts in effect.</summary>
    public Timeouts ToTimeouts() => new(
        Of(FirstByteTimeout, ByDefault),
        Of(ResponseIdleTimeout, ResponseIdleByDefault),
        Of(RequestIdleTimeout, ByDefault),
        Of(TunnelIdleTimeout, TunnelIdleByDefault));

    private TimeSpan Of(TimeSpan? own, TimeSpan byDefault) =>
        (own ?? ActivityTimeout ?? byDefault) is { Ticks: > 0 } timeout ? timeout : Timeouts.Never;

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<TimeoutOptions>;
}
