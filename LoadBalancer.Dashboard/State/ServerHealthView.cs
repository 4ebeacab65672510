using LoadBalancer.Core.Health;

namespace LoadBalancer.Dashboard.State;

/// <summary>What one gateway thinks of one server.</summary>
internal sealed record ServerHealthView(string Gateway, HealthReason Reason);
