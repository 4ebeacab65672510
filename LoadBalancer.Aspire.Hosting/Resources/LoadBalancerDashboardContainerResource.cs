namespace Aspire.Hosting.ApplicationModel;

/// <summary>The LoadBalancer dashboard, running as a container.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="apiKey">The key that the control API requires.</param>
public sealed class LoadBalancerDashboardContainerResource(
    string name, ParameterResource apiKey) : ContainerResource(name), ILoadBalancerDashboardResource
{
    /// <inheritdoc/>
    public ParameterResource? ApiKey { get; } = apiKey;
}
