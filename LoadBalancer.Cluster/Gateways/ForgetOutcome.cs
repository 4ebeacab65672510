namespace LoadBalancer.Cluster.Gateways;

/// <summary>The outcome of forgetting a gateway.</summary>
public enum ForgetOutcome
{
    /// <summary>The gateway was removed.</summary>
    Forgotten,

    /// <summary>No gateway has this name.</summary>
    NotFound,

    /// <summary>The gateway is still reporting; nothing changed.</summary>
    Reporting,
}
