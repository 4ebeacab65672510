namespace LoadBalancer.Dashboard.State;

/// <summary>What an alarm is about; the names are part of the API.</summary>
internal enum AlarmKind
{
    /// <summary>No server accepts requests, or none is healthy.</summary>
    Outage,

    /// <summary>Too few servers are healthy, so gateways use unhealthy ones too.</summary>
    Panic,

    /// <summary>A gateway has not reported, or none does.</summary>
    Gateways,

    /// <summary>The gateways have different settings.</summary>
    Settings,

    /// <summary>Several gateways have the same name.</summary>
    Names,

    /// <summary>Work in the background of a gateway has failed.</summary>
    Fault,

    /// <summary>A clock is wrong.</summary>
    Clocks,
}
