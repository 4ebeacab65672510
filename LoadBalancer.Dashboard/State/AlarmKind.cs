namespace LoadBalancer.Dashboard.State;

/// <summary>What an alarm is about; the names are part of the API.</summary>
internal enum AlarmKind
{
    /// <summary>No server accepts requests, or none is healthy.</summary>
    Outage,

    /// <summary>Too few servers are healthy, so gateways use unhealthy ones too.</summary>
    Panic,

    /// <summary>A server is unhealthy, or several are.</summary>
    Unhealthy,

    /// <summary>The lease of a server, or of several, has expired in the last ten minutes, and they have not returned.</summary>
    Lost,

    /// <summary>A gateway has not reported, or none does.</summary>
    Gateways,

    /// <summary>The gateways have different settings.</summary>
    Settings,

    /// <summary>Several gateways have the same name.</summary>
    Names,

    /// <summary>Work in the background of a gateway, or of the dashboard, has failed.</summary>
    Fault,

    /// <summary>Redis is unreachable, or accepts no writes.</summary>
    Store,

    /// <summary>Redis has lost its data in the last 30 minutes.</summary>
    Data,

    /// <summary>A clock is wrong.</summary>
    Clocks,
}
