namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The membership.</summary>
/// <param name="Epoch">The epoch of the version.</param>
/// <param name="Version">The number of changes in the epoch.</param>
/// <param name="Servers">The members, by id.</param>
internal sealed record ServersResponse(string Epoch, long Version, IReadOnlyList<ServerResponse> Servers);
