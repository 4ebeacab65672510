using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The current placement of keys.</summary>
/// <param name="Epoch">The epoch of the version.</param>
/// <param name="Version">The version of the membership.</param>
/// <param name="Digest">Equal on two gateways exactly when every key has the same owner on both.</param>
/// <param name="Algorithm">The placement algorithm.</param>
/// <param name="Points">The number of points on the ring, or of entries of the table.</param>
/// <param name="Agreed">Whether all gateways have this digest, and the same settings that decide where a key goes.</param>
/// <param name="Servers">The share of each member.</param>
internal sealed record RingResponse(
    string Epoch,
    long Version,
    string Digest,
    [property: ValuesOf(typeof(PlacementAlgorithm))] string Algorithm,
    int Points,
    bool Agreed,
    IReadOnlyList<RingServerResponse> Servers);
