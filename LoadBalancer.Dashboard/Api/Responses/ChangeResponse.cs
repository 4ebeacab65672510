using LoadBalancer.Dashboard.Api.Bodies;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The result of a change.</summary>
/// <param name="Changed">Whether anything has changed.</param>
/// <param name="Epoch">The epoch of the version.</param>
/// <param name="Version">The version after the change.</param>
/// <param name="Servers">The members after the change, by id.</param>
/// <param name="Undo">
/// The body with which <c>/api/ring/apply</c> takes the change back, on the condition that the version is still this one; absent if nothing
/// has changed, or if it cannot be taken back, since a server that registers itself was removed or replaced.
/// </param>
internal sealed record ChangeResponse(
    bool Changed, string Epoch, long Version, IReadOnlyList<ServerResponse> Servers, EditsBody? Undo = null);
