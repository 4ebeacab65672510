using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>
/// The settings of gateways and servers, with the names and defaults of <c>docs/configuration.md</c>. The last five switch a mechanism off,
/// to show what it is for.
/// </summary>
internal sealed record SettingsSection
{
    public PlacementAlgorithm Algorithm { get; init; } = PlacementAlgorithm.Ring;

    public double LoadFactor { get; init; } = LoadBound.DefaultFactor;

    public int LoadFloor { get; init; } = LoadBound.DefaultFloor;

    public TimeSpan LoadInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan SlowStart { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan RecoveryTime { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan RenewInterval { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan ActivityTimeout { get; init; } = TimeSpan.FromSeconds(100);

    [FormerName("MaxTries")]
    public int MaxAttempts { get; init; } = 3;

    [FormerName("PerTryTimeout")]
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan OverallTimeout { get; init; } = TimeSpan.FromSeconds(100);

    public int BudgetPercent { get; init; } = 20;

    public int BudgetFloor { get; init; } = 3;

    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    public int ProbeFailures { get; init; } = 2;

    public int ProbePasses { get; init; } = 2;

    public int ConsecutiveFailures { get; init; } = 5;

    public double PanicThreshold { get; init; } = 0.5;

    /// <summary>Whether the registry notifies gateways of changes; otherwise they find changes by polling.</summary>
    public bool Hints { get; init; } = true;

    /// <summary>Whether gateways probe servers.</summary>
    public bool Probes { get; init; } = true;

    /// <summary>Whether servers whose requests fail are ejected.</summary>
    public bool Ejection { get; init; } = true;

    /// <summary>Whether gateways keep a membership that the registry has lost, and restore it there.</summary>
    public bool Recovery { get; init; } = true;

    /// <summary>Whether a server is removed only if several sweeps in a row miss its lease and no gateway sees it healthy.</summary>
    public bool LeaseEvidence { get; init; } = true;
}
