using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Health;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Health;

/// <summary>How servers are probed and ejected. Configuration section <c>Gateway:Health</c>.</summary>
internal sealed partial class HealthOptions
{
    public const string Section = $"{GatewaySection.Name}:Health";

    public static readonly int[] DefaultFailureStatuses = [502, 503, 504];

    /// <summary>
    /// The path that gateways probe, unless a server has its own health check (<c>Registration:HealthPath</c>, or
    /// <c>healthCheck</c> in the API). A 2xx status is healthy.
    /// </summary>
    [UrlPath]
    public string Path { get; set; } = "/healthcheck";

    /// <summary>How often a server is probed, with a jitter of 10%.</summary>
    [Between("00:00:00.100", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a probe may take.</summary>
    [Between("00:00:00.010", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many consecutive failed probes make a server unhealthy.</summary>
    [Between(1, 100)]
    public int ProbeFailures { get; set; } = 2;

    /// <summary>How many consecutive passed probes make an unhealthy server healthy.</summary>
    [Between(1, 100)]
    public int ProbePasses { get; set; } = 2;

    /// <summary>
    /// How many consecutive failed requests eject a server. A failure that the request may have caused (no response, an incomplete,
    /// malformed or late one, or a status of 502 to 504) counts once another server has responded to the same request, and not at all if
    /// every server that the request was sent to failed. If there was no other server to send it to, the failure counts only if the
    /// previous one had a different key, and no other server failed in the same way within <c>Gateway:Health:Window</c>. Five malformed
    /// responses count as one failure. An ejection, or a recovery by probes, restarts the count. A connection attempt that times out does
    /// not count if the server has responded to a request since the attempt began.
    /// </summary>
    [Between(1, 1_000)]
    public int ConsecutiveFailures { get; set; } = 5;

    /// <summary>
    /// The fraction of recent requests whose failure ejects a server. Malformed responses count as requests here, not as failures.
    /// </summary>
    [Between(0, 1, LeastIsExclusive = true)]
    public double FailureRate { get; set; } = 0.5;

    /// <summary>The minimum number of recent requests before <see cref="FailureRate"/> counts.</summary>
    [Between(1, 1_000_000)]
    public int MinimumRequests { get; set; } = 20;

    /// <summary>The period in which requests count as recent.</summary>
    [Between("00:00:01", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first ejection of a server lasts; the second lasts twice as long, the third three times.</summary>
    [Between("00:00:00.100", "01:00:00")]
    public TimeSpan Ejection { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest ejection; at least <see cref="Ejection"/>.</summary>
    [Between("00:00:00.100", "1.00:00:00"), AtLeast(nameof(Ejection))]
    public TimeSpan LongestEjection { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The fraction of the servers that may be unhealthy; when there are more, all servers are used.</summary>
    [Between(0, 1)]
    public double PanicThreshold { get; set; } = 0.5;

    /// <summary>The response statuses that count as failures of the server.</summary>
    [Between(500, 599), Entries(100)]
    public int[]? FailureStatuses { get; set; }

    public HealthRules ToRules() => new()
    {
        ProbeFailures = ProbeFailures,
        ProbePasses = ProbePasses,
        ConsecutiveFailures = ConsecutiveFailures,
        FailureRate = FailureRate,
        MinimumRequests = MinimumRequests,
        Window = Window,
        Ejection = Ejection,
        LongestEjection = LongestEjection,
        PanicThreshold = PanicThreshold,
    };

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<HealthOptions>;
}
