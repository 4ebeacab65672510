namespace LoadBalancer.Core.Hashing;

/// <summary>The share of one server in a placement.</summary>
/// <param name="Points">The number of its points or table entries; 0 if the algorithm has none.</param>
/// <param name="Share">The fraction of all keys that it owns, 0 to 1.</param>
public readonly record struct KeyShare(int Points, double Share);
