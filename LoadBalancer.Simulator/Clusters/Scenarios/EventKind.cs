namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>The kind of an event. Unless stated otherwise, its effect lasts for the duration in <c>for</c>.</summary>
internal enum EventKind
{
    /// <summary>Server processes die and connections are refused. New processes start after <c>for</c>, if it is given.</summary>
    Kill,

    /// <summary>
    /// Machines disappear: connections are not even refused. They return after <c>for</c>, if it is given, with new processes.
    /// </summary>
    Vanish,

    /// <summary>Servers accept connections but do not respond.</summary>
    Hang,

    /// <summary>Servers take <c>factor</c> times as long.</summary>
    Slow,

    /// <summary>Servers respond with 503 to a fraction of the requests, <c>part</c>.</summary>
    Fail,

    /// <summary>Servers drain and leave. New processes start after <c>for</c>, if it is given.</summary>
    Stop,

    /// <summary>Servers are restarted one after the other; each is down for the duration in <c>for</c>.</summary>
    RollingRestart,

    /// <summary>New servers join: <c>count</c> of them, spread over the duration in <c>for</c>.</summary>
    Join,

    /// <summary>Servers get a new <c>weight</c>, for good.</summary>
    Weigh,

    /// <summary>The cluster gets a new <c>algorithm</c>, for good.</summary>
    Algorithm,

    /// <summary>No process reaches the registry.</summary>
    RegistryOutage,

    /// <summary>The registry loses all data.</summary>
    RegistryEmptied,

    /// <summary>Some gateways do not reach the registry.</summary>
    Partition,

    /// <summary>Gateways die. New processes start after <c>for</c>, if it is given.</summary>
    KillGateway,

    /// <summary>The request rate is multiplied by <c>factor</c>.</summary>
    Rate,
}
