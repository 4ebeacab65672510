namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>How keys are placed at present.</summary>
/// <param name="Epoch">The history that the version counts in.</param>
/// <param name="Version">The version of the membership.</param>
/// <param name="Digest">Equal on two gateways exactly when they place every key alike.</param>
/// <param name="Algorithm">How.</param>
/// <param name="Points">Points on the ring, or entries of the table.</param>
/// <param name="Agreed">Whether all gateways have this digest.</param>
/// <param name="Servers">What each member has of it.</param>
internal sealed record RingResponse(
    string Epoch, long Version, string Digest, string Algorithm, int Points, bool Agreed, IReadOnlyList<RingServerResponse> Servers);
