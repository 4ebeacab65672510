namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The membership.</summary>
/// <param name="Epoch">The history that the version counts in.</param>
/// <param name="Version">The number of changes in it.</param>
/// <param name="Servers">The members, by id.</param>
internal sealed record ServersResponse(string Epoch, long Version, IReadOnlyList<ServerResponse> Servers);
