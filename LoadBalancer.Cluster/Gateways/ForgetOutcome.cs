namespace LoadBalancer.Cluster.Gateways;

/// <summary>The outcome of forgetting a gateway.</summary>
public enum ForgetOutcome
{
    /// <summary>The gateway is no longer known.</summary>
    Forgotten,

    /// <summary>No gateway has this name.</summary>
    NotFound,

    /// <summary>The gateway reports: nothing changed.</summary>
    Reporting,
}
