using System.Collections.Concurrent;
using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Launcher;

/// <summary>Answers at once with what the test has set; silent until then.</summary>
internal sealed class ScriptedHealthProbe : IHealthProbe
{
    private readonly ConcurrentDictionary<string, int?> _usable = new(StringComparer.Ordinal);

    /// <summary>Whether what is no gateway answers.</summary>
    public bool HasDashboard { get; set; } = true;

    public void Answer(string gateway, int? usable) => _usable[gateway] = usable;

    public Task<int?> CountUsableAsync(ProjectResource gateway, CancellationToken stop) =>
        Task.FromResult(_usable.GetValueOrDefault(gateway.Name));

    public Task<bool> AnswersAsync(ProjectResource resource, CancellationToken stop) => Task.FromResult(HasDashboard);
}
