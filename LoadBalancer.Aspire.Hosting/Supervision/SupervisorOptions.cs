using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>Options of the supervisor.</summary>
internal sealed class SupervisorOptions
{
    /// <summary>
    /// Called once for each resource that is not restarted, with the exit code that is the reason, or <see langword="null"/> if the
    /// resource could not be started. If this is not set, the supervisor logs an error.
    /// </summary>
    public Action<IResource, int?>? OnGivenUp { get; set; }
}
