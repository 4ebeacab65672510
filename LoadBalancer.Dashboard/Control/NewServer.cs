using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>A server that an operator adds or changes.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Url">The URL at which gateways reach it.</param>
/// <param name="Weight">Its weight; <see langword="null"/> for the current one, or 100 for a new server.</param>
/// <param name="HealthCheck">
/// The health check: a path, or <c>tcp</c>; empty for the path in the gateways' settings; <see langword="null"/> for the current one.
/// </param>
internal sealed record NewServer(ServerId Id, string Url, int? Weight, string? HealthCheck);
