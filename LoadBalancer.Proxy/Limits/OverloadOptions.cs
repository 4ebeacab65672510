using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Limits;

/// <summary>When the gateway sheds requests (503) to protect itself. Configuration section <c>Gateway:Limits:Overload</c>.</summary>
internal sealed class OverloadOptions
{
    public const string Section = $"{LimitsOptions.Section}:{nameof(LimitsOptions.Overload)}";

    /// <summary>The fraction of the container's memory, or of the machine's, above which requests are shed.</summary>
    [Between(0.5, 1, ZeroIsOff = true)]
    public double Memory { get; set; } = 0.95;

    /// <summary>How long work may wait for a thread before requests are shed.</summary>
    [Between("00:00:00.010", "00:01:00", ZeroIsOff = true)]
    public TimeSpan QueueDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The maximum number of requests in flight, counted exactly. Further requests get 503.</summary>
    [Between(1, 10_000_000, ZeroIsOff = true)]
    public int Requests { get; set; }

    /// <summary>The <c>Retry-After</c> of a 503 for overload, in whole seconds.</summary>
    [Between("00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
