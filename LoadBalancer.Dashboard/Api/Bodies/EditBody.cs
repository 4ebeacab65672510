using System.ComponentModel;
using LoadBalancer.Dashboard.Preview;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>A server to add or to change.</summary>
internal sealed record EditBody
{
    [Description("The server's id: 1 to 64 of a-z A-Z 0-9 . _ -, not . or ...")]
    [RequiredField]
    public string? Id { get; init; }

    [Description("The weight, 1 to 1,000. By default, a server keeps its weight; a new one gets 100.")]
    public int? Weight { get; init; }

    [Description(
        "The URL by which gateways reach the server. Required to apply a new server, and to preview one with Ketama, which places by URL.")]
    public string? Url { get; init; }

    [Description(
        "A path that gateways probe, tcp to check only whether the server accepts a connection, or an empty text for the path in the "
            + "gateways' settings. By default, a server keeps its health check.")]
    public string? HealthCheck { get; init; }

    /// <summary>Returns the body that makes an edit.</summary>
    public static EditBody Of(ServerEdit edit) => new()
    {
        Id = edit.Id.Value,
        Weight = edit.Weight,
        Url = edit.Url,
        HealthCheck = edit.HealthCheck,
    };
}
