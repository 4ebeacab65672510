namespace Aspire.Hosting.ApplicationModel;

/// <summary>A LoadBalancer gateway that runs as a container.</summary>
/// <param name="name">The name of the resource, which is also the gateway's id.</param>
public sealed class LoadBalancerContainerResource(string name) : ContainerResource(name), ILoadBalancerResource;
