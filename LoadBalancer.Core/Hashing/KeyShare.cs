namespace LoadBalancer.Core.Hashing;

/// <summary>What one server has of a placement.</summary>
/// <param name="Points">Its points or table entries; 0 where the algorithm has none.</param>
/// <param name="Share">The part of all keys that it owns, 0 to 1.</param>
public readonly record struct KeyShare(int Points, double Share);
