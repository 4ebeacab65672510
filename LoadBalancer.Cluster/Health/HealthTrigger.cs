namespace LoadBalancer.Cluster.Health;

/// <summary>What changed a verdict on a server.</summary>
public enum HealthTrigger
{
    /// <summary>A probe.</summary>
    Probe,

    /// <summary>The failures of requests.</summary>
    Requests,

    /// <summary>Only time: an ejection has ended.</summary>
    Time,

    /// <summary>The votes of the gateways: the verdict is that of the cluster.</summary>
    Gateways,
}
