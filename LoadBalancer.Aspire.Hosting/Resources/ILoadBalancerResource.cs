namespace Aspire.Hosting.ApplicationModel;

/// <summary>A LoadBalancer gateway, whether it runs as a project, a container or an executable.</summary>
public interface ILoadBalancerResource
    : IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;
