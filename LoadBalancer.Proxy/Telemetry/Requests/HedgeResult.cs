namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>How an attempt on a second server ended.</summary>
internal enum HedgeResult
{
    /// <summary>Its response was forwarded.</summary>
    Won,

    /// <summary>The first server was faster, or the request ended.</summary>
    Lost,

    /// <summary>The second server failed.</summary>
    Failed,
}
