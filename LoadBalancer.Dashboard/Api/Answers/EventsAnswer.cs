namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>What has happened of late, the latest first.</summary>
internal sealed record EventsAnswer(IReadOnlyList<EventAnswer> Events);
