using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Dashboard.Components;

/// <summary>The texts for the health history of a server.</summary>
internal static class HealthTexts
{
    /// <summary>Returns a verdict in words; one of a later build as it is.</summary>
    public static string Verdict(string name) =>
        Enum.TryParse<HealthReason>(name, out var reason) && Enum.IsDefined(reason) ? HealthReasons.TextOf(reason) : name;

    /// <summary>Returns what changed a verdict: the probe, or what else it was; that of a later build as it is.</summary>
    public static string Trigger(HealthChange change) => change switch
    {
        { Probe: { } probe } => CheckText.Of(probe),
        { Trigger: "probe" } => "a probe, without details",
        { Trigger: "requests", To: nameof(HealthReason.Healthy) } => "requests that succeeded",
        { Trigger: "requests" } => "requests that failed",
        { Trigger: "time" } => "the end of the ejection",
        { Trigger: "gateways" } => "the vote of the gateways",
        { Trigger: var other } => other,
    };
}
