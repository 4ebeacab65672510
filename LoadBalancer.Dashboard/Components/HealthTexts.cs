using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Dashboard.Components;

/// <summary>The texts for the health history of a server.</summary>
internal static class HealthTexts
{
    /// <summary>Returns a verdict in words; one of a later build as it is.</summary>
    public static string Verdict(string name) =>
        Enum.TryParse<HealthReason>(name, out var reason) && Enum.IsDefined(reason) ? HealthReasons.TextOf(reason) : name;

    /// <summary>Returns what changed a verdict: the cause and its details, or what triggered it.</summary>
    public static string Cause(HealthChange change) => (change.Cause, change.Detail) switch
    {
        ({ } cause, { } detail) => $"{cause}: {detail}",
        ({ } cause, null) => cause,
        (null, { } detail) => detail,
        _ => change.Trigger switch
        {
            "probe" => "a probe",
            "requests" => "requests",
            "time" => "the end of an ejection",
            "gateways" => "the vote of the gateways",
            var other => other,
        },
    };
}
