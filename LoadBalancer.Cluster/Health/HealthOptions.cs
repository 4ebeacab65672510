using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Health;

/// <summary>How servers are probed and judged. Configuration section <c>Gateway:Health</c>.</summary>
internal sealed class HealthOptions
{
    public const string Section = $"{GatewaySection.Name}:Health";

    public static readonly int[] DefaultFailureStatuses = [502, 503, 504];

    /// <summary>The path that is probed; it begins with a slash. Default <c>/healthcheck</c>.</summary>
    public string Path { get; set; } = "/healthcheck";

    /// <summary>How often a server is probed, give or take a tenth: 100 ms to 10 min, default 2 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a probe may take: 10 ms to 1 min, default 1 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Failed probes in a row that make a server unhealthy: 1 to 100, default 2.</summary>
    public int ProbeFailures { get; set; } = 2;

    /// <summary>Passed probes in a row that make it healthy again: 1 to 100, default 2.</summary>
    public int ProbePasses { get; set; } = 2;

    /// <summary>
    /// Failed requests in a row that eject a server: 1 to 1,000, default 5. Five malformed responses count as one failure. A connection
    /// that does not come about in time does not count if the server has answered a request meanwhile.
    /// </summary>
    public int ConsecutiveFailures { get; set; } = 5;

    /// <summary>
    /// The part of recent requests that fail which ejects a server: above 0 to 1, default 0.5. Malformed responses are no failures here.
    /// </summary>
    public double FailureRate { get; set; } = 0.5;

    /// <summary>Recent requests below which the rate says nothing: 1 to 1,000,000, default 20.</summary>
    public int MinimumRequests { get; set; } = 20;

    /// <summary>How far back the rate looks: 1 s to 1 h, default 10 s.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first ejection lasts; each further one that much longer: 100 ms to 1 h, default 5 s.</summary>
    public TimeSpan Ejection { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest ejection: from <see cref="Ejection"/> to 1 day, default 1 min.</summary>
    public TimeSpan LongestEjection { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The part of the servers that may be unhealthy; with more, all are used: 0 to 1, default 0.5.</summary>
    public double PanicThreshold { get; set; } = 0.5;

    /// <summary>The statuses of responses that count as failures of the server: 500 to 599, default 502, 503, 504.</summary>
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
}
