namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>The outcome of one request.</summary>
/// <param name="Key">The request's key, which only one client uses.</param>
/// <param name="Post">The id that identifies a POST in the servers' logs; null for a GET.</param>
/// <param name="Began">When the client sent the request for the first time.</param>
/// <param name="Took">The time until the response was complete or the request failed.</param>
/// <param name="Server">The server that responded; empty if none did.</param>
/// <param name="Failure">The failure that a living gateway caused; null if there was none.</param>
/// <param name="LostGateway">
/// Whether the request went to a gateway that was gone; a GET was then repeated through the other gateway.
/// </param>
internal sealed record FaultResponse(
    string Key, string? Post, TimeSpan Began, TimeSpan Took, string Server, string? Failure, bool LostGateway)
{
    public bool IsIdempotent => Post is null;

    public bool IsSuccessful => Server.Length > 0 && Failure is null;
}
