namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>What people have changed, the latest first.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Next">The <c>cursor</c> of the next page; absent on the last one.</param>
internal sealed record ChangesAnswer(IReadOnlyList<EventAnswer> Changes, string? Next);
