namespace LoadBalancer.Cluster.Tail;

/// <summary>What gateways send while somebody looks at requests; dashboards state it.</summary>
public static class TailRules
{
    /// <summary>
    /// How many requests per second a gateway sends on average that failed, were slow, or were sent to several servers, and as many others.
    /// </summary>
    public const int PerSecond = 25;

    /// <summary>The number of attempts of a request that are sent: of more, the first ones and the last one.</summary>
    public const int MostAttempts = 4;

    /// <summary>From when on a request is slow.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
}
