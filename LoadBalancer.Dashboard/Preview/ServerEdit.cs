using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>The desired properties of a server: an existing one with a new weight or URL, or a new one.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Weight">Its weight; <see langword="null"/> for the current one, or the default.</param>
/// <param name="Url">The URL at which it is reached; a new server needs one before it can join.</param>
/// <param name="HealthCheck">
/// Its health check, <see cref="ServerRules.DefaultHealthCheck"/> for the gateways' settings; <see langword="null"/> for the current one.
/// </param>
internal sealed record ServerEdit(ServerId Id, int? Weight = null, string? Url = null, string? HealthCheck = null);
