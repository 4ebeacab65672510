using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Failover;

/// <summary>When a request is sent to another server. Configuration section <c>Gateway:Retries</c>.</summary>
internal sealed partial class RetryOptions
{
    public const string Section = $"{GatewaySection.Name}:Retries";

    public static readonly int[] DefaultStatuses = [502, 503, 504];

    /// <summary>How many distinct servers a request may be sent to; 1 means no retries.</summary>
    [Between(1, 10), FormerName("MaxTries")]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>
    /// How long a server may take to begin its response before the request is sent to another server, if there is one. Idempotent methods
    /// only.
    /// </summary>
    [Between("00:00:00.010", "01:00:00"), FormerName("PerTryTimeout")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long all attempts together may take until the response begins; then the client gets 504. At least <see cref="AttemptTimeout"/>.
    /// Idempotent methods only.
    /// </summary>
    [Between("00:00:00.010", "1.00:00:00"), AtLeast(nameof(AttemptTimeout))]
    public TimeSpan OverallTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>The response statuses after which the request is sent to another server. Idempotent methods only.</summary>
    [Between(500, 599), Entries(16)]
    public int[]? Statuses { get; set; }

    /// <summary>How many bytes of a request's body are kept so that they can be sent again.</summary>
    [Between(0, 16 * 1024 * 1024)]
    public int BodyBuffer { get; set; } = 64 * 1024;

    /// <summary>How many retries may be in progress for each 100 requests in flight, after timeouts and statuses.</summary>
    [Between(0, 100)]
    public int BudgetPercent { get; set; } = 20;

    /// <summary>How many retries may be in progress, however few requests are in flight.</summary>
    [Between(0, 10_000)]
    public int BudgetFloor { get; set; } = 3;

    /// <summary>
    /// Whether a request whose response takes longer to begin than 95 % of those of the last minute is also sent to the next server. The
    /// first response is forwarded; the other attempt is canceled. Idempotent methods only; counts against the retry budget.
    /// </summary>
    public bool Hedging { get; set; }

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<RetryOptions>;
}
