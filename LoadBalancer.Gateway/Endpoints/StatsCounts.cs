using LoadBalancer.Cluster.Recording;

namespace LoadBalancer.Gateway.Endpoints;

/// <summary>The counts that <c>/stats</c> reports.</summary>
/// <param name="Cluster">The counts of all gateways since the cluster began.</param>
/// <param name="Local">The counts of this gateway.</param>
/// <param name="Recent">The counts of all gateways in the recent past.</param>
internal sealed record StatsCounts(ClusterCounts Cluster, RequestCounters Local, RecentCounts Recent);
