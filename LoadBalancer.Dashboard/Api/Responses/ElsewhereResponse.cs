using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A gateway that sends a key elsewhere than most gateways do, or may.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Server">The server; absent if it is unknown or the gateway has no usable server.</param>
/// <param name="Because">The reason in words: its view of the servers' health, its settings, or its membership.</param>
internal sealed record ElsewhereResponse(string Gateway, string? Server, string Because)
{
    public static ElsewhereResponse Of(KeyElsewhere elsewhere) =>
        new(elsewhere.Gateway.Value, elsewhere.Server?.Value, elsewhere.Because);
}
