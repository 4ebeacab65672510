namespace LoadBalancer.Core.Health;

/// <summary>Why a server is thought unhealthy.</summary>
public enum HealthReason
{
    /// <summary>It is not.</summary>
    Healthy,

    /// <summary>Probes in a row failed.</summary>
    ProbesFail,

    /// <summary>Requests in a row failed; it is ejected for a while.</summary>
    ConsecutiveFailures,

    /// <summary>Too many of the recent requests failed; it is ejected for a while.</summary>
    FailureRate,

    /// <summary>Most of the gateways that have an opinion say so.</summary>
    OtherGateways,

    /// <summary>Probes in a row were answered by another server, which listens at its address now.</summary>
    AnotherServerAnswers,
}
