namespace LoadBalancer.Aspire.Hosting.Stopping;

/// <summary>When a resource is stopped. Each stage ends before the next one begins.</summary>
internal enum StopStage
{
    /// <summary>Gateways are stopped first, so that requests in flight still reach their servers.</summary>
    Gateways = 0,

    /// <summary>Servers are stopped while the store still runs, because they use it to leave the membership.</summary>
    Servers = 1,

    /// <summary>The dashboard is stopped after the gateways and servers, so that it shows how they leave.</summary>
    Dashboard = 2,

    /// <summary>The store is stopped last, because everything else uses it.</summary>
    Store = 3,
}
