namespace LoadBalancer.Core.Health;

/// <summary>What one gateway thinks of one server. Immutable; <see cref="HealthReducer"/> leads from one to the next.</summary>
public sealed record HealthState
{
    /// <summary>Nothing is known: the server is taken for healthy.</summary>
    public static readonly HealthState Unknown = new();

    /// <summary>Whether probes say that it is unhealthy.</summary>
    public bool IsProbedDown { get; init; }

    /// <summary>Why the last probe that failed did so.</summary>
    public HealthReason ProbeReason { get; init; } = HealthReason.ProbesFail;

    /// <summary>Probes in a row that contradict <see cref="IsProbedDown"/>.</summary>
    public int Contradictions { get; init; }

    /// <summary>The end of its last ejection, excluded; in the past once that is over.</summary>
    public DateTimeOffset EjectedUntil { get; init; }

    /// <summary>Why it was ejected last.</summary>
    public HealthReason EjectionReason { get; init; }

    /// <summary>Ejections that count towards the length of the next one.</summary>
    public int Ejections { get; init; }

    /// <summary>Whether it is ejected at a time.</summary>
    public bool IsEjectedAt(DateTimeOffset now) => now < EjectedUntil;

    /// <summary>Whether it is healthy at a time, and if not, why.</summary>
    public HealthReason ReasonAt(DateTimeOffset now) =>
        IsEjectedAt(now) ? EjectionReason
        : IsProbedDown ? ProbeReason
        : HealthReason.Healthy;
}
