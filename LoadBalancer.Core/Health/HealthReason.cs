namespace LoadBalancer.Core.Health;

/// <summary>Why a server is unhealthy.</summary>
public enum HealthReason
{
    /// <summary>The server is healthy.</summary>
    Healthy,

    /// <summary>Consecutive probes failed.</summary>
    ProbesFail,

    /// <summary>Consecutive requests failed; the server is ejected for a time.</summary>
    ConsecutiveFailures,

    /// <summary>Too many of the recent requests failed; the server is ejected for a time.</summary>
    FailureRate,

    /// <summary>Most of the voting gateways find the server unhealthy.</summary>
    OtherGateways,

    /// <summary>Another server, which now listens at this server's address, responded to consecutive probes.</summary>
    AnotherServerAnswers,
}
