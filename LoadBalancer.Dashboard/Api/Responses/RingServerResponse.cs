namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The share of one member in the placement.</summary>
/// <param name="Id">The server.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="EffectiveWeight">The effective weight, which is lower during slow start.</param>
/// <param name="Points">The number of its points, or of its entries of the table.</param>
/// <param name="KeyShare">The fraction of all keys that it owns, 0 to 1.</param>
/// <param name="WeightShare">Its weight as a fraction of all weights, 0 to 1.</param>
/// <param name="ReceivedShare">
/// The fraction of all keys that it gets, 0 to 1: a draining server gets none, and its keys count for their next candidates.
/// </param>
/// <param name="ExpectedShare">
/// Its effective weight as a fraction of those of all servers that do not drain, 0 to 1: the expected value of <c>receivedShare</c>.
/// </param>
internal sealed record RingServerResponse(
    string Id,
    int Weight,
    int EffectiveWeight,
    int Points,
    double KeyShare,
    double WeightShare,
    double ReceivedShare,
    double ExpectedShare);
