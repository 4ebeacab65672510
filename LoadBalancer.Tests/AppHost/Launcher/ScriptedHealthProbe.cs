using System.Collections.Concurrent;
using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Launcher;

/// <summary>Answers at once with what the test has set; silent until then.</summary>
internal sealed class ScriptedGatewayProbe : IGatewayProbe
{
    private readonly ConcurrentDictionary<string, int?> _usable = new(StringComparer.Ordinal);

    public void Answer(string gateway, int? usable) => _usable[gateway] = usable;

    public Task<int?> CountUsableAsync(ProjectResource gateway, CancellationToken stop) =>
        Task.FromResult(_usable.GetValueOrDefault(gateway.Name));
}
