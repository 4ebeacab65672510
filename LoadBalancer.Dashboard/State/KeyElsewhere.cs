using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>A gateway that sends a key elsewhere than most gateways do, or may.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Server">The server; <see langword="null"/> if it is unknown or the gateway has no usable server.</param>
/// <param name="Because">The reason, as the end of a sentence.</param>
internal sealed record KeyElsewhere(GatewayId Gateway, ServerId? Server, string Because);
