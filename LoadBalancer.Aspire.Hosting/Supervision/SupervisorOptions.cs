using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>What else happens when a resource is given up.</summary>
internal sealed class SupervisorOptions
{
    /// <summary>
    /// Called once for each resource that is not started again, with the exit code that says why; <see langword="null"/> logs it.
    /// </summary>
    public Action<IResource, int?>? OnGivenUp { get; set; }
}
