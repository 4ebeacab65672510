namespace LoadBalancer.Core.Hashing;

/// <summary>What placement knows of a server: nothing of its URL, health or load.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Weight">Its weight, 1 to 1,000.</param>
public readonly record struct PlacementMember(string Id, int Weight);
