namespace Aspire.Hosting.ApplicationModel;

/// <summary>The LoadBalancer dashboard, running as a project in the solution.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="apiKey">The key that the control API requires, or <see langword="null"/> for none.</param>
public sealed class LoadBalancerDashboardProjectResource(
    string name, ParameterResource? apiKey) : ProjectResource(name), ILoadBalancerDashboardResource
{
    /// <inheritdoc/>
    public ParameterResource? ApiKey { get; } = apiKey;
}
