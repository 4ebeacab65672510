namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What people have changed, the latest first.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Next">The <c>cursor</c> of the next page; absent on the last one.</param>
internal sealed record ChangesResponse(IReadOnlyList<EventResponse> Changes, string? Next);
