using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>Marks a resource that is restarted when it ends without having been stopped.</summary>
/// <param name="IsFinal">
/// Whether a restart would not help, given whether the resource has ever been healthy and its exit code; for example, because its settings
/// are wrong or its port is taken.
/// </param>
internal sealed record RestartAnnotation(Func<bool, int, bool> IsFinal) : IResourceAnnotation
{
    /// <summary>The environment does not allow the process to run; for example, a port is taken.</summary>
    private const int EnvironmentFault = 1;

    /// <summary>The settings of the process are wrong.</summary>
    private const int SettingFault = 2;

    /// <summary>Returns the rules for a kind of resource. Servers are always restarted, because they may exit with any code.</summary>
    public static RestartAnnotation For(IResource resource) => new(resource switch
    {
        ILoadBalancerResource => (everHealthy, exitCode) => exitCode == SettingFault || (exitCode == EnvironmentFault && !everHealthy),
        ILoadBalancerDashboardResource => (everHealthy, exitCode) => exitCode is SettingFault or EnvironmentFault && !everHealthy,
        _ => (_, _) => false,
    });
}
