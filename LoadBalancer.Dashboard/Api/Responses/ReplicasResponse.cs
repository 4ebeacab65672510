using LoadBalancer.Cluster.Replicas;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The wanted number of servers, and the orchestrator that follows it.</summary>
/// <param name="Count">The wanted number of servers; absent if none was set.</param>
/// <param name="Orchestrator">
/// The name of the orchestrator that follows it. This and the following members are absent if no orchestrator reports.
/// </param>
/// <param name="Kept">The number of servers that it keeps running now.</param>
/// <param name="Most">The largest number of servers that it can keep running.</param>
internal sealed record ReplicasResponse(int? Count, string? Orchestrator, int? Kept, int? Most)
{
    public static ReplicasResponse Of(ReplicaStatus status) =>
        new(status.Wanted, status.Orchestrator?.Name, status.Orchestrator?.Kept, status.Orchestrator?.Most);
}
