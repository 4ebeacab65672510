namespace LoadBalancer.Core.Hashing;

/// <summary>What placement knows of a server: nothing of its health or load.</summary>
/// <param name="Id">The server's id, not empty. Orders the members and decides every tie.</param>
/// <param name="Weight">Its weight, 1 to 1,000.</param>
/// <param name="Name">
/// What <see cref="PlacementAlgorithm.Ketama"/> hashes instead of the id: the text of nginx's <c>server</c> directive,
/// such as <c>10.0.0.1:8080</c>. <see langword="null"/> for the id itself. No other algorithm looks at it.
/// </param>
public readonly record struct PlacementMember(string Id, int Weight, string? Name = null);
