using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Simulator.Clusters.Scenarios;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>The settings of a scenario, as options of the product's classes.</summary>
internal sealed class GatewayOptions(SettingsSection settings)
{
    public IOptions<PlacementOptions> Placement { get; } = Options.Create(new PlacementOptions
    {
        Algorithm = settings.Algorithm,
        SlowStart = settings.SlowStart,
        LoadFactor = settings.LoadFactor,
        LoadFloor = settings.LoadFloor,
        LoadInterval = settings.LoadInterval,
    });

    public IOptions<RegistryOptions> Registry { get; } = Options.Create(new RegistryOptions
    {
        PollInterval = settings.PollInterval,
        SweepInterval = settings.SweepInterval,
        RecoveryTime = settings.Recovery ? settings.RecoveryTime : TimeSpan.Zero,
    });

    public IOptions<ConnectOptions> Connect { get; } = Options.Create(new ConnectOptions { ConnectTimeout = settings.ConnectTimeout });

    /// <summary>The health options. Without ejection, the thresholds are so high that no number of failures reaches them.</summary>
    public IOptions<HealthOptions> Health { get; } = Options.Create(new HealthOptions
    {
        Interval = settings.ProbeInterval,
        Timeout = settings.ProbeTimeout,
        ProbeFailures = settings.ProbeFailures,
        ProbePasses = settings.ProbePasses,
        ConsecutiveFailures = settings.Ejection ? settings.ConsecutiveFailures : int.MaxValue,
        MinimumRequests = settings.Ejection ? new HealthOptions().MinimumRequests : int.MaxValue,
        PanicThreshold = settings.PanicThreshold,
    });

    public IOptions<RetryOptions> Retries { get; } = Options.Create(new RetryOptions
    {
        MaxAttempts = settings.MaxAttempts,
        AttemptTimeout = settings.AttemptTimeout,
        OverallTimeout = settings.OverallTimeout,
        BudgetPercent = settings.BudgetPercent,
        BudgetFloor = settings.BudgetFloor,
    });
}
