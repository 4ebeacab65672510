using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Asks a gateway how many servers it could place a request on.</summary>
internal interface IGatewayProbe
{
    /// <returns>Null while the gateway does not answer that it is healthy.</returns>
    Task<int?> CountUsableAsync(ProjectResource gateway, CancellationToken stop);
}
