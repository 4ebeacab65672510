namespace LoadBalancer.Core.Hashing;

/// <summary>The properties of a server that determine placement; independent of its health and load.</summary>
/// <param name="Id">The server's id, not empty. Members are ordered by id, which also breaks every tie.</param>
/// <param name="Weight">The server's weight, 1 to 1,000.</param>
/// <param name="Name">
/// The text that <see cref="PlacementAlgorithm.Ketama"/> hashes instead of the id: that of nginx's <c>server</c> directive, such as
/// <c>10.0.0.1:8080</c>. <see langword="null"/> for the id itself. Other algorithms ignore it.
/// </param>
public readonly record struct PlacementMember(string Id, int Weight, string? Name = null);
