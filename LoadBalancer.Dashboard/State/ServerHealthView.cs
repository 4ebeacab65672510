using LoadBalancer.Core.Health;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>One gateway's verdict on a server.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Reason">Why it finds the server unhealthy, or <see cref="HealthReason.Healthy"/>.</param>
/// <param name="Failure">Its failure on the server; <see langword="null"/> if it has not observed one itself.</param>
internal sealed record ServerHealthView(GatewayId Gateway, HealthReason Reason, string? Failure = null);
