namespace LoadBalancer.Dashboard.Control;

/// <summary>A server that an operator puts behind the gateways.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where gateways reach it.</param>
/// <param name="Weight">Its weight; <see langword="null"/> for the one it has, else 100.</param>
/// <param name="HealthCheck">
/// What gateways probe: a path, or <c>tcp</c>; empty for the path of their settings; <see langword="null"/> for what they probe at
/// present.
/// </param>
internal sealed record NewServer(string Id, string Url, int? Weight, string? HealthCheck);
