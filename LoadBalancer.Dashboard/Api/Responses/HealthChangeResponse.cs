using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A change of a verdict on a server.</summary>
/// <param name="At">When it changed, by the clock of the gateway that wrote it.</param>
/// <param name="Gateway">The gateway whose verdict it is; absent for the verdict of the cluster.</param>
/// <param name="Instance">The process of the server: its instance, or its URL if it has none.</param>
/// <param name="From">The verdict before; absent if it is unknown.</param>
/// <param name="To">The verdict from then on: <c>Healthy</c>, or why the server is unhealthy.</param>
/// <param name="Trigger">What changed it; <c>time</c> is the end of an ejection, <c>gateways</c> the votes of the gateways.</param>
/// <param name="Cause">What made the server unhealthy, such as <c>connection_refused</c>; absent if it is healthy, or if unknown.</param>
/// <param name="Detail">Details of the cause for humans; absent if there are none.</param>
/// <param name="Probe">The probe that changed it; absent if it was none.</param>
internal sealed record HealthChangeResponse(
    DateTimeOffset At,
    string? Gateway,
    string Instance,
    [property: ValuesOf(typeof(HealthReason))] string? From,
    [property: ValuesOf(typeof(HealthReason))] string To,
    [property: ValuesOf(typeof(HealthTrigger), IsLower = true)] string Trigger,
    string? Cause,
    string? Detail,
    ProbeResponse? Probe)
{
    public static HealthChangeResponse Of(HealthChange change) => new(
        change.At,
        change.Gateway?.Value,
        change.Process.Value.Split('@', 2)[^1],
        change.From,
        change.To,
        change.Trigger,
        change.Cause,
        change.Detail,
        change.Probe is { } probe ? ProbeResponse.Of(probe) : null);
}
