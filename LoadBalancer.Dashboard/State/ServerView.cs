using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>A member as shown.</summary>
/// <param name="Server">The record in the membership.</param>
/// <param name="EffectiveWeight">The weight that currently determines placement; lower than its own during slow start.</param>
/// <param name="Points">The number of its points on the ring, or of its entries in the table; 0 if the algorithm has none.</param>
/// <param name="KeyShare">The fraction of all keys that it owns, 0 to 1.</param>
/// <param name="WeightShare">Its weight as a fraction of all weights, 0 to 1: the expected value of <paramref name="KeyShare"/>.</param>
/// <param name="IsHealthy">Whether most gateways with a verdict find it healthy.</param>
/// <param name="IsChecked">
/// Whether any gateway has ever reported a verdict on this process; the last one counts until there is another.
/// </param>
/// <param name="Health">The verdict of each gateway.</param>
/// <param name="LeaseLeft">The remaining time of its lease; <see langword="null"/> if it has none at the moment.</param>
/// <param name="InFlight">The number of its requests in flight, from all gateways.</param>
/// <param name="Recent">The statistics for the last 30 minutes.</param>
/// <param name="RequestShare">Its share of the requests of the last 30 minutes, 0 to 1.</param>
/// <param name="TotalRequests">The number of requests since the cluster began.</param>
internal sealed record ServerView(
    Server Server,
    int EffectiveWeight,
    int Points,
    double KeyShare,
    double WeightShare,
    bool IsHealthy,
    bool IsChecked,
    ImmutableArray<ServerHealthView> Health,
    TimeSpan? LeaseLeft,
    int InFlight,
    ServerStatistics Recent,
    double RequestShare,
    long TotalRequests)
{
    /// <summary>
    /// Since when it has had no request in flight while draining, on all gateways that report; <see langword="null"/> if it has any, or
    /// is not draining.
    /// </summary>
    public DateTimeOffset? IdleSince { get; init; }
}
