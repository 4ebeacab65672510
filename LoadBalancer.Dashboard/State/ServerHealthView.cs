using LoadBalancer.Core.Health;

namespace LoadBalancer.Dashboard.State;

/// <summary>One gateway's verdict on a server.</summary>
internal sealed record ServerHealthView(string Gateway, HealthReason Reason);
