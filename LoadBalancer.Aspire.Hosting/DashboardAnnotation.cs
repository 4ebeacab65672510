using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting;

/// <summary>The dashboard that a gateway's servers are controlled from.</summary>
internal sealed record DashboardAnnotation(ILoadBalancerDashboardResource Dashboard) : IResourceAnnotation;
