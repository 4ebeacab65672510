namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>What came of one request.</summary>
/// <param name="Key">Its key, which only one client uses.</param>
/// <param name="Post">What tells a POST from all others in the servers' logs; null for a GET.</param>
/// <param name="Began">When it was sent first.</param>
/// <param name="Took">Until its response was complete, or until it had failed.</param>
/// <param name="Server">Who answered it; empty where nobody did.</param>
/// <param name="Failure">How it failed through a living gateway; null where it did not.</param>
/// <param name="LostGateway">Whether it met a gateway that was gone, and was then sent through the other if it was idempotent.</param>
internal sealed record FaultResponse(
    string Key, string? Post, TimeSpan Began, TimeSpan Took, string Server, string? Failure, bool LostGateway)
{
    public bool IsIdempotent => Post is null;

    public bool IsAnswered => Server.Length > 0 && Failure is null;
}
