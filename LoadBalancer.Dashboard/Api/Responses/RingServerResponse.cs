namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What one member has of the ring.</summary>
/// <param name="Id">The server.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="EffectiveWeight">The weight in effect: less while it starts slowly.</param>
/// <param name="Points">Its points, or its entries of the table.</param>
/// <param name="KeyShare">The part of all keys that it owns, 0 to 1.</param>
/// <param name="WeightShare">Its weight's part of all weights, 0 to 1.</param>
internal sealed record RingServerResponse(string Id, int Weight, int EffectiveWeight, int Points, double KeyShare, double WeightShare);
