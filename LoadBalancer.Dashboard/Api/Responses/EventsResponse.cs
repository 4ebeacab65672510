namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>Recent events, the latest first.</summary>
internal sealed record EventsResponse(IReadOnlyList<EventResponse> Events);
