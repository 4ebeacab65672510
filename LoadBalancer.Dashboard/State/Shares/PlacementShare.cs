using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State.Shares;

/// <summary>The share of the keys that a server gets, next to what its weight should give it.</summary>
/// <param name="Server">The server.</param>
/// <param name="EffectiveWeight">The weight that currently determines placement; lower than its own during slow start.</param>
/// <param name="Points">The number of its points, or of its entries in the table; 0 if the algorithm has none.</param>
/// <param name="IsHealthy">Whether most gateways find it healthy. Unhealthy servers keep their share here.</param>
/// <param name="Share">
/// The fraction of all keys that it gets, 0 to 1: those that it owns, and those of draining servers for which it is the next candidate.
/// </param>
/// <param name="Expected">Its weight in effect as a fraction of the weights of all servers that do not drain, 0 to 1.</param>
internal sealed record PlacementShare(Server Server, int EffectiveWeight, int Points, bool IsHealthy, double Share, double Expected)
{
    /// <summary>Whether it is draining: it keeps its points, and gets no keys.</summary>
    public bool IsDraining => Server.State == ServerState.Draining;

    /// <summary>How much its share is above the expected one, in fractions of all keys.</summary>
    public double Deviation => Share - Expected;

    /// <summary>Its share as a multiple of the expected one; <see langword="null"/> if none is expected.</summary>
    public double? Ratio => Expected > 0 ? Share / Expected : null;
}
