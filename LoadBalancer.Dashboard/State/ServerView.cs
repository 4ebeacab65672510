using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>One member as it is shown.</summary>
/// <param name="Server">Its record.</param>
/// <param name="EffectiveWeight">The weight that places keys at the moment: less than its own while it starts slowly.</param>
/// <param name="Points">Its points on the ring, or its part of the table; 0 where the algorithm has none.</param>
/// <param name="KeyShare">The part of all keys that it owns, 0 to 1.</param>
/// <param name="WeightShare">Its weight's part of all weights, 0 to 1: what <paramref name="KeyShare"/> should be.</param>
/// <param name="IsHealthy">Whether most gateways with an opinion find it healthy.</param>
/// <param name="IsChecked">
/// Whether any gateway has ever given a verdict about this process; the last one counts until there is another.
/// </param>
/// <param name="Health">What each gateway thinks of it.</param>
/// <param name="LeaseLeft">How long its lease lasts unless renewed; <see langword="null"/> where it has none at the moment.</param>
/// <param name="InFlight">Requests that it is working on, for all gateways.</param>
/// <param name="Recent">The last 30 minutes.</param>
/// <param name="RequestShare">Its part of the requests of the last 30 minutes, 0 to 1.</param>
/// <param name="TotalRequests">Requests since the cluster began.</param>
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
    long TotalRequests);
