namespace Aspire.Hosting.ApplicationModel;

/// <summary>The LoadBalancer dashboard with its control API, whether it runs as a project or as a container.</summary>
public interface ILoadBalancerDashboardResource
    : IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    /// <summary>Gets the key that the control API requires, or <see langword="null"/> if it requires none.</summary>
    ParameterResource? ApiKey { get; }
}
