namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>What is done to a running cluster.</summary>
public enum FaultKind
{
    /// <summary>kill -9 of a server.</summary>
    KillServer,

    /// <summary>SIGSTOP of a server, and SIGCONT after a while.</summary>
    HangServer,

    /// <summary>SIGTERM of a server.</summary>
    TerminateServer,

    /// <summary>kill -9 of one of the gateways.</summary>
    KillGateway,

    /// <summary>SIGTERM of one of the gateways.</summary>
    TerminateGateway,

    /// <summary>kill -9 of Redis, which is started again after a while.</summary>
    KillRedis,

    /// <summary>SIGSTOP of Redis, and SIGCONT after a while.</summary>
    HangRedis,

    /// <summary>FLUSHALL.</summary>
    EmptyRedis,
}
