namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>Changes made by people, the latest first.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Next">The <c>cursor</c> of the next page; absent on the last one.</param>
internal sealed record ChangesResponse(IReadOnlyList<EventResponse> Changes, string? Next);
