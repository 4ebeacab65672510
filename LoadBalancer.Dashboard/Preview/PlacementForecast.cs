using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>The effect of a change, when every server has reached its full weight.</summary>
/// <param name="At">The version that the forecast was computed from: a condition for making the change.</param>
/// <param name="AlgorithmBefore">The current placement algorithm.</param>
/// <param name="AlgorithmAfter">The placement algorithm after the change.</param>
/// <param name="Moved">
/// The fraction of all keys that get another owner, 0 to 1; measured on a sample, see <see cref="PlacementComparison"/>.
/// </param>
/// <param name="MovedBetweenUnchanged">
/// The fraction that moves between two servers that are unchanged, which a better algorithm would avoid.
/// </param>
/// <param name="Least">
/// The minimum fraction that must move to change the shares before into those after: not more than <paramref name="Moved"/>.
/// </param>
/// <param name="Servers">The servers before and after the change, in order of id.</param>
/// <param name="HotKeys">The frequent keys of the last 30 minutes.</param>
internal sealed record PlacementForecast(
    MembershipVersion At,
    PlacementAlgorithm AlgorithmBefore,
    PlacementAlgorithm AlgorithmAfter,
    double Moved,
    double MovedBetweenUnchanged,
    double Least,
    ImmutableArray<ServerForecast> Servers,
    ImmutableArray<HotKeyForecast> HotKeys)
{
    /// <summary>The fraction that moves beyond the minimum: with it, the figures add up.</summary>
    public double Avoidable => Moved - Least;
}
