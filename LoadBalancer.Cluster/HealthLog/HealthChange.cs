using System.Text.Json.Serialization;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.HealthLog;

/// <summary>
/// A change of a verdict on a server. Verdicts and triggers are text, so that those of a later build can be shown as they are. Immutable.
/// </summary>
/// <param name="At">When the verdict changed, by the clock of the gateway that wrote the entry.</param>
/// <param name="Process">The process that the verdict is on.</param>
/// <param name="To">The verdict from then on: the name of a <see cref="HealthReason"/>.</param>
/// <param name="Trigger">What changed it: the name of a <see cref="HealthTrigger"/> in lower case.</param>
public sealed record HealthChange(DateTimeOffset At, ServerProcess Process, string To, string Trigger)
{
    /// <summary>The gateway whose verdict it is; <see langword="null"/> for the verdict of the cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GatewayId? Gateway { get; init; }

    /// <summary>The verdict before; <see langword="null"/> if it is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>
    /// The name of the cause that made the server unhealthy, see <see cref="Core.Failures.FailureCauses"/>; <see langword="null"/> if the
    /// server is healthy, or if the cause is unknown.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cause { get; init; }

    /// <summary>Details of the cause in words, at most 200 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>The probe that changed the verdict; <see langword="null"/> if it was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProbeDetails? Probe { get; init; }
}
