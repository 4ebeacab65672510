using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Replicas;

/// <summary>The servers of which the dashboard decides how many run.</summary>
/// <param name="Dashboard">Where the number wanted is read.</param>
/// <param name="Servers">All that are declared: the first ones are started first and stopped last.</param>
/// <param name="Initially">How many run at the start.</param>
internal sealed record ReplicaSet(ILoadBalancerDashboardResource Dashboard, ImmutableArray<IResource> Servers, int Initially);
