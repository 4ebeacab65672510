using LoadBalancer.Core.Failover;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Failover;

/// <summary>The retry rules, the budget, and the timeouts, shared by all requests.</summary>
/// <param name="options">The settings.</param>
/// <param name="canRefuseStreams">
/// Whether servers can refuse a request after they have read a part of its body, so that the body may be needed again whatever the method.
/// </param>
/// <param name="timeProvider">The clock.</param>
internal sealed class RetryPolicy(IOptions<RetryOptions> options, bool canRefuseStreams, TimeProvider timeProvider)
{
    private readonly RetryOptions _options = options.Value;

    public RetryRules Rules { get; } =
        new(options.Value.MaxAttempts, [.. options.Value.Statuses ?? RetryOptions.DefaultStatuses]);

    public RetryBudget Budget { get; } = new(options.Value.BudgetPercent, options.Value.BudgetFloor);

    public AttemptTimers Timers { get; } = new(timeProvider);

    /// <summary>When a request is also sent to a second server; <see langword="null"/> for never.</summary>
    public HedgeDelay? Hedging { get; } = options.Value is { Hedging: true, MaxAttempts: > 1 } ? new(timeProvider) : null;

    public TimeSpan AttemptTimeout => _options.AttemptTimeout;

    public TimeSpan OverallTimeout => _options.OverallTimeout;

    /// <summary>Whether a request's attempts have a timeout.</summary>
    public bool IsTimed(RequestTraits request) => Rules.Allowed && request is { IsIdempotent: true, IsUpgrade: false };

    /// <summary>Whether a request's body, if it has one, is kept so that it can be sent again.</summary>
    public bool KeepsBody(RequestTraits request) =>
        IsTimed(request) || (Rules.Allowed && canRefuseStreams && request is { IsIdempotent: false, IsTunnel: false });

    public int BodyBuffer => _options.BodyBuffer;

    public long Now => timeProvider.GetTimestamp();

    public TimeSpan Since(long timestamp) => timeProvider.GetElapsedTime(timestamp);
}
