namespace LoadBalancer.Cluster.Replicas;

/// <summary>The wanted number of servers, and the orchestrator that follows it.</summary>
/// <param name="Wanted">The number; <see langword="null"/> while none was set.</param>
/// <param name="Orchestrator">
/// The latest report that still counts; <see langword="null"/> while no orchestrator reports, so that another number would have no effect.
/// </param>
public sealed record ReplicaStatus(int? Wanted, OrchestratorReport? Orchestrator);
