namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>What can happen.</summary>
internal enum EventKind
{
    /// <summary>Processes of servers die; connections are refused. With <c>for</c>, new ones are there after that.</summary>
    Kill,

    /// <summary>Machines are gone: nobody answers, not even to refuse. With <c>for</c>, they are back after that, started anew.</summary>
    Vanish,

    /// <summary>Servers accept and do not answer, for <c>for</c>.</summary>
    Hang,

    /// <summary>Servers take <c>factor</c> times as long, for <c>for</c>.</summary>
    Slow,

    /// <summary>Servers answer a <c>part</c> of the requests with 503, for <c>for</c>.</summary>
    Fail,

    /// <summary>Servers stop: drain, leave. With <c>for</c>, they are started again after that.</summary>
    Stop,

    /// <summary>Servers are stopped and started again, one after the other, each <c>for</c> long.</summary>
    RollingRestart,

    /// <summary>New servers join, <c>count</c> of them, over <c>for</c>.</summary>
    Join,

    /// <summary>Servers get another <c>weight</c>.</summary>
    Weigh,

    /// <summary>The cluster gets another <c>algorithm</c>.</summary>
    Algorithm,

    /// <summary>Nobody reaches the registry, for <c>for</c>.</summary>
    RegistryOutage,

    /// <summary>The registry loses everything.</summary>
    RegistryEmptied,

    /// <summary>Gateways do not reach the registry, for <c>for</c>.</summary>
    Partition,

    /// <summary>Gateways die. With <c>for</c>, they are there again after that.</summary>
    KillGateway,

    /// <summary>Requests come <c>factor</c> times as often, for <c>for</c>.</summary>
    Rate,
}
