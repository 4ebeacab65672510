using System.Collections.Immutable;

namespace LoadBalancer.AppHost.Topology;

/// <summary>One process of one project.</summary>
/// <param name="Name">Unique in the topology.</param>
/// <param name="Project">What it runs.</param>
/// <param name="Store">Waited for before the start, and made known by its connection string.</param>
/// <param name="Endpoint">Where it listens.</param>
/// <param name="Environment">What this process alone is told; what an orchestrator sets for every process is not in it.</param>
internal sealed record ProjectResource(
    string Name,
    Project Project,
    StoreResource Store,
    HttpEndpoint Endpoint,
    ImmutableSortedDictionary<string, string> Environment);
