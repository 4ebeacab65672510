namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>The faults that are injected into a running cluster.</summary>
public enum FaultKind
{
    /// <summary>Kills a server with SIGKILL.</summary>
    KillServer,

    /// <summary>Suspends a server with SIGSTOP and resumes it with SIGCONT after a while.</summary>
    HangServer,

    /// <summary>Terminates a server with SIGTERM.</summary>
    TerminateServer,

    /// <summary>Kills a gateway with SIGKILL.</summary>
    KillGateway,

    /// <summary>Terminates a gateway with SIGTERM.</summary>
    TerminateGateway,

    /// <summary>Kills Redis with SIGKILL and restarts it after a while.</summary>
    KillRedis,

    /// <summary>Suspends Redis with SIGSTOP and resumes it with SIGCONT after a while.</summary>
    HangRedis,

    /// <summary>Empties Redis with FLUSHALL.</summary>
    EmptyRedis,
}
