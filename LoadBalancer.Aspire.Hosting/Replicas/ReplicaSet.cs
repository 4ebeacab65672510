using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Replicas;

/// <summary>The servers whose number the dashboard controls.</summary>
/// <param name="Dashboard">The dashboard that provides the wanted number.</param>
/// <param name="Servers">All declared servers: the first ones are started first and stopped last.</param>
/// <param name="Initially">The number of servers that run at the start.</param>
internal sealed record ReplicaSet(ILoadBalancerDashboardResource Dashboard, ImmutableArray<IResource> Servers, int Initially);
