using LoadBalancer.Core.Failover;
using LoadBalancer.Gateway.Servers;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Retries;

/// <summary>What all requests share that may be sent to another server: the rules, the budget, the times.</summary>
internal sealed class RetryPolicy(IOptions<RetryOptions> options, IOptions<UpstreamOptions> upstream, TimeProvider timeProvider)
{
    private readonly RetryOptions _options = options.Value;

    public RetryRules Rules { get; } =
        new(options.Value.MaxTries, [.. options.Value.Statuses ?? RetryOptions.DefaultStatuses]);

    public RetryBudget Budget { get; } = new(options.Value.BudgetPercent, options.Value.BudgetFloor);

    public TryTimers Timers { get; } = new(timeProvider);

    public TimeSpan PerTryTimeout => _options.PerTryTimeout;

    public TimeSpan OverallTimeout => _options.OverallTimeout;

    /// <summary>Whether servers can refuse a request that they have read some of the body of, so that a body may be needed again whatever the method.</summary>
    public bool CanBeRefused { get; } = upstream.Value.ServerProtocol.CanRefuse();

    /// <summary>Whether a request's tries have a time.</summary>
    public bool IsTimed(RequestTraits request) => Rules.Allowed && request is { IsIdempotent: true, IsUpgrade: false };

    /// <summary>Whether a request's body, if it has one, is kept to be sent again.</summary>
    public bool KeepsBody(RequestTraits request) =>
        IsTimed(request) || (Rules.Allowed && CanBeRefused && request is { IsIdempotent: false, IsTunnel: false });

    public int BodyBuffer => _options.BodyBuffer;

    public long Now => timeProvider.GetTimestamp();

    public TimeSpan Since(long timestamp) => timeProvider.GetElapsedTime(timestamp);
}
