namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The share of one member in the placement.</summary>
/// <param name="Id">The server.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="EffectiveWeight">The effective weight, which is lower during slow start.</param>
/// <param name="Points">The number of its points, or of its entries of the table.</param>
/// <param name="KeyShare">The fraction of all keys that it owns, 0 to 1.</param>
/// <param name="WeightShare">Its weight as a fraction of all weights, 0 to 1.</param>
internal sealed record RingServerResponse(string Id, int Weight, int EffectiveWeight, int Points, double KeyShare, double WeightShare);
