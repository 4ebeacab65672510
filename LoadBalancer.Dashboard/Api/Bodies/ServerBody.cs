using System.ComponentModel;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>The desired properties of a server.</summary>
internal sealed record ServerBody
{
    [Description("Where the gateways reach it: absolute, http or https, without user, query or fragment. Required.")]
    public string? Url { get; init; }

    [Description("Its weight, 1 to 1,000. Without one it keeps the one it has, or gets 100.")]
    public int? Weight { get; init; }

    [Description(
        "What the gateways probe: a path that begins with one /, without a query, or tcp for whether it accepts a connection. "
        + "Without one it keeps the one it has; an empty string removes it, "
        + "so that the gateways probe the path of their settings, as for a new server without one.")]
    public string? HealthCheck { get; init; }
}
