using System.ComponentModel;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>The desired properties of a server.</summary>
internal sealed record ServerBody
{
    [Description("The URL by which gateways reach the server: absolute, http or https, without user, query or fragment.")]
    [RequiredField]
    public string? Url { get; init; }

    [Description("The weight, 1 to 1,000. By default, a server keeps its weight; a new one gets 100.")]
    public int? Weight { get; init; }

    [Description(
        "The health check: a path that begins with one / and has no query, or tcp to only open a connection. "
        + "By default, a server keeps its health check. An empty string removes it, "
        + "so that gateways probe the path in their settings, as for a new server without one.")]
    public string? HealthCheck { get; init; }
}
