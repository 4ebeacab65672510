namespace Aspire.Hosting.ApplicationModel;

/// <summary>A LoadBalancer gateway that runs as a project in the solution.</summary>
/// <param name="name">The name of the resource, which is also the gateway's id.</param>
public sealed class LoadBalancerProjectResource(string name) : ProjectResource(name), ILoadBalancerResource;
