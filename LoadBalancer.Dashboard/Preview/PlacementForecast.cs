using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>What a change would do, when every server has reached its full weight.</summary>
/// <param name="At">The membership that it was computed from: a condition for making it.</param>
/// <param name="AlgorithmBefore">How keys are placed.</param>
/// <param name="AlgorithmAfter">How they are placed afterwards.</param>
/// <param name="Moved">
/// The part of all keys that get another owner, 0 to 1; measured on a sample, see <see cref="PlacementComparison"/>.
/// </param>
/// <param name="MovedBetweenUnchanged">
/// The part that moves between two servers that stay as they are: what a better algorithm would spare.
/// </param>
/// <param name="Least">The part that must move for these shares to become those: no more than <paramref name="Moved"/>.</param>
/// <param name="Servers">Every server before or after, in order of id.</param>
/// <param name="HotKeys">The frequent keys of the last 30 minutes.</param>
internal sealed record PlacementForecast(
    MembershipVersion At,
    PlacementAlgorithm AlgorithmBefore,
    PlacementAlgorithm AlgorithmAfter,
    double Moved,
    double MovedBetweenUnchanged,
    double Least,
    ImmutableArray<ServerForecast> Servers,
    ImmutableArray<HotKeyForecast> HotKeys);
