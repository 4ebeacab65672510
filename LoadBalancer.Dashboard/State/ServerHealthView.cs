using LoadBalancer.Core.Health;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>One gateway's verdict on a server.</summary>
internal sealed record ServerHealthView(GatewayId Gateway, HealthReason Reason);
