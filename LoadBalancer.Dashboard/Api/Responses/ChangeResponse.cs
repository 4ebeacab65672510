namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The result of a change.</summary>
/// <param name="Changed">Whether anything has changed.</param>
/// <param name="Epoch">The epoch of the version.</param>
/// <param name="Version">The version after the change.</param>
/// <param name="Servers">The members after the change, by id.</param>
internal sealed record ChangeResponse(bool Changed, string Epoch, long Version, IReadOnlyList<ServerResponse> Servers);
