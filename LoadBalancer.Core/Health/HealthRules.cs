namespace LoadBalancer.Core.Health;

/// <summary>By what a gateway judges a server. Immutable; the ranges are the caller's to keep.</summary>
public sealed record HealthRules
{
    /// <summary>Failed probes in a row that make a server unhealthy; at least 1, default 2.</summary>
    public int ProbeFailures { get; init; } = 2;

    /// <summary>Passed probes in a row that make it healthy again; at least 1, default 2.</summary>
    public int ProbePasses { get; init; } = 2;

    /// <summary>
    /// Failed requests in a row that eject a server, of which <see cref="OutcomeWindow.MalformedPerFailure"/> malformed responses are one;
    /// at least 1, default 5.
    /// </summary>
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>The part of the requests in the window that fail which ejects a server; above 0 to 1, default 0.5.</summary>
    public double FailureRate { get; init; } = 0.5;

    /// <summary>Requests in the window below which the rate says nothing; at least 1, default 20.</summary>
    public int MinimumRequests { get; init; } = 20;

    /// <summary>How far back the rate looks; positive, default 10 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first ejection lasts; the second twice as long, the third three times … Positive, default 5 s.</summary>
    public TimeSpan Ejection { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest ejection, and the time without one after which they are forgotten; default 1 min.</summary>
    public TimeSpan LongestEjection { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The part of the servers that may be unhealthy; with more, all are used; 0 to 1, default 0.5.</summary>
    public double PanicThreshold { get; init; } = 0.5;
}
