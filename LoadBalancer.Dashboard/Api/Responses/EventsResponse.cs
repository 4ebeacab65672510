namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What has happened of late, the latest first.</summary>
internal sealed record EventsResponse(IReadOnlyList<EventResponse> Events);
