using LoadBalancer.Core.Failures;

namespace LoadBalancer.Core.Health;

/// <summary>The health of one server as observed by one gateway. Immutable; <see cref="HealthReducer"/> computes the next state.</summary>
public sealed record HealthState
{
    /// <summary>No observations: the server counts as healthy.</summary>
    public static readonly HealthState Unknown = new();

    /// <summary>Whether probes find the server unhealthy.</summary>
    public bool IsProbedDown { get; init; }

    /// <summary>The reason of the last failed probe.</summary>
    public HealthReason ProbeReason { get; init; } = HealthReason.ProbesFail;

    /// <summary>Why the last failed probe failed.</summary>
    public Failure ProbeFailure { get; init; }

    /// <summary>The consecutive probes that contradict <see cref="IsProbedDown"/>.</summary>
    public int Contradictions { get; init; }

    /// <summary>The end of the last ejection, exclusive; in the past after it has ended.</summary>
    public DateTimeOffset EjectedUntil { get; init; }

    /// <summary>The reason of the last ejection.</summary>
    public HealthReason EjectionReason { get; init; }

    /// <summary>The failure of the request that caused the last ejection.</summary>
    public Failure EjectionFailure { get; init; }

    /// <summary>The number of ejections that determine the length of the next one.</summary>
    public int Ejections { get; init; }

    /// <summary>Whether the server is ejected at a time.</summary>
    public bool IsEjectedAt(DateTimeOffset now) => now < EjectedUntil;

    /// <summary>Returns the reason why the server is unhealthy at a time, or <c>Healthy</c>.</summary>
    public HealthReason ReasonAt(DateTimeOffset now) =>
        IsEjectedAt(now) ? EjectionReason
        : IsProbedDown ? ProbeReason
        : HealthReason.Healthy;

    /// <summary>Returns the failure that made the server unhealthy at a time; none if it is healthy.</summary>
    public Failure FailureAt(DateTimeOffset now) =>
        IsEjectedAt(now) ? EjectionFailure
        : IsProbedDown ? ProbeFailure
        : default;
}
