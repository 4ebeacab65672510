namespace LoadBalancer.Cluster.Replicas;

/// <summary>What an orchestrator reports about itself. <see cref="ReplicaRules"/> says which values are allowed.</summary>
/// <param name="Name">Where it runs, such as the machine's name and the process id.</param>
/// <param name="Kept">The number of servers that it keeps running now.</param>
/// <param name="Most">The largest number of servers that it can keep running.</param>
public sealed record OrchestratorReport(string Name, int Kept, int Most)
{
    /// <summary>How long a report counts unless the orchestrator sends the next one, 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>Whether both are by one orchestrator.</summary>
    public bool IsBySameAs(OrchestratorReport other) => string.Equals(Name, other.Name, StringComparison.Ordinal);
}
