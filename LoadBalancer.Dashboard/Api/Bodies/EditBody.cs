using System.ComponentModel;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>A server to add or to change.</summary>
internal sealed record EditBody
{
    [Description("Its id: 1 to 64 of a-z A-Z 0-9 . _ -. Required.")]
    public string? Id { get; init; }

    [Description("Its weight, 1 to 1,000. Without one it keeps the one it has, or gets 100.")]
    public int? Weight { get; init; }

    [Description(
        "Where the gateways reach it. A new server needs one to be applied; a preview does without, but for Ketama, which places by it.")]
    public string? Url { get; init; }
}
