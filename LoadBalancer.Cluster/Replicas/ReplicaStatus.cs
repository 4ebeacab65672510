namespace LoadBalancer.Cluster.Replicas;

/// <summary>The wanted number of servers, and the orchestrator that follows it.</summary>
/// <param name="Wanted">The number; <see langword="null"/> if none was set.</param>
/// <param name="Orchestrator">
/// The latest report that is still valid; <see langword="null"/> if no orchestrator reports, so that a new number would have no effect.
/// </param>
public sealed record ReplicaStatus(int? Wanted, OrchestratorReport? Orchestrator);
