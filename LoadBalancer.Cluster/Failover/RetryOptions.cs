using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Failover;

/// <summary>When a request is sent to another server. Configuration section <c>Gateway:Retries</c>.</summary>
internal sealed class RetryOptions
{
    public const string Section = $"{GatewaySection.Name}:Retries";

    public static readonly int[] DefaultStatuses = [502, 503, 504];

    /// <summary>How many distinct servers a request may be sent to: 1 (no retries) to 10, default 3.</summary>
    public int MaxTries { get; set; } = 3;

    /// <summary>
    /// How long a server may take to begin its response before another is asked, if one may be: 10 ms to 1 h, default 10 s.
    /// </summary>
    public TimeSpan PerTryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long all tries together may take until the response begins: <see cref="PerTryTimeout"/> to 1 day, default 100 s.
    /// </summary>
    public TimeSpan OverallTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>The statuses after which another server is asked: each 500 to 599, default 502, 503, 504.</summary>
    public int[]? Statuses { get; set; }

    /// <summary>How much of a request's body is kept to be sent again, in bytes: 0 to 16 MiB, default 64 KiB.</summary>
    public int BodyBuffer { get; set; } = 64 * 1024;

    /// <summary>Retries under way for each 100 requests in flight: 0 to 100, default 20.</summary>
    public int BudgetPercent { get; set; } = 20;

    /// <summary>Retries that may be under way however few requests are in flight: 0 to 10,000, default 3.</summary>
    public int BudgetFloor { get; set; } = 3;
}
