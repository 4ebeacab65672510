namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A change that was made.</summary>
/// <param name="Changed">Whether anything is other than before.</param>
/// <param name="Epoch">The history that the version counts in.</param>
/// <param name="Version">The version afterwards.</param>
/// <param name="Servers">The members afterwards, by id.</param>
internal sealed record ChangeResponse(bool Changed, string Epoch, long Version, IReadOnlyList<ServerResponse> Servers);
