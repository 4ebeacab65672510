using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Asks what the launcher has started whether it is of use yet.</summary>
internal interface IHealthProbe
{
    /// <summary>How many servers a gateway could place a request on.</summary>
    /// <returns>Null while the gateway does not answer that it is healthy.</returns>
    Task<int?> CountUsableAsync(ProjectResource gateway, CancellationToken stop);

    /// <summary>Whether a process answers at all.</summary>
    Task<bool> AnswersAsync(ProjectResource resource, CancellationToken stop);
}
