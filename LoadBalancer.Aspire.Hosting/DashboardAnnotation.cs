using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting;

/// <summary>The dashboard that controls a gateway's servers.</summary>
internal sealed record DashboardAnnotation(ILoadBalancerDashboardResource Dashboard) : IResourceAnnotation;
