namespace LoadBalancer.Core.Health;

/// <summary>The rules by which a gateway determines the health of a server. Immutable; the caller is responsible for the ranges.</summary>
public sealed record HealthRules
{
    /// <summary>The consecutive failed probes that make a server unhealthy; at least 1, default 2.</summary>
    public int ProbeFailures { get; init; } = 2;

    /// <summary>The consecutive passed probes that make it healthy again; at least 1, default 2.</summary>
    public int ProbePasses { get; init; } = 2;

    /// <summary>
    /// The consecutive failed requests that eject a server, where <see cref="OutcomeWindow.MalformedPerFailure"/> malformed responses count
    /// as one; at least 1, default 5.
    /// </summary>
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>The fraction of failed requests in the window that ejects a server; above 0 to 1, default 0.5.</summary>
    public double FailureRate { get; init; } = 0.5;

    /// <summary>The number of requests in the window below which the rate is ignored; at least 1, default 20.</summary>
    public int MinimumRequests { get; init; } = 20;

    /// <summary>The length of the window; positive, default 10 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The length of the first ejection; the second lasts twice as long, the third three times … Positive, default 5 s.</summary>
    public TimeSpan Ejection { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The maximum length of an ejection, and the time without one after which earlier ones are forgotten; default 1 min.
    /// </summary>
    public TimeSpan LongestEjection { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The fraction of the servers that may be unhealthy; if there are more, all servers are used; 0 to 1, default 0.5.</summary>
    public double PanicThreshold { get; init; } = 0.5;
}
