namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>When a resource is stopped: one stage has ended before the next one begins.</summary>
internal enum StopStage
{
    /// <summary>First, so that requests in flight still reach their servers.</summary>
    Gateways = 0,

    /// <summary>Servers leave the membership, which takes the store.</summary>
    Servers = 1,

    /// <summary>The dashboard shows the others leave.</summary>
    Dashboard = 2,

    /// <summary>Last: everything else uses it.</summary>
    Store = 3,
}
