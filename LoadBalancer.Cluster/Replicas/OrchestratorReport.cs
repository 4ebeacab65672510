namespace LoadBalancer.Cluster.Replicas;

/// <summary>An orchestrator's report about itself. <see cref="ReplicaRules"/> defines the allowed values.</summary>
/// <param name="Name">Where it runs, such as the machine's name and the process id.</param>
/// <param name="Kept">The number of servers that it keeps running now.</param>
/// <param name="Most">The largest number of servers that it can keep running.</param>
public sealed record OrchestratorReport(string Name, int Kept, int Most)
{
    /// <summary>How long a report counts unless the orchestrator sends the next one, 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>Whether both reports are from the same orchestrator.</summary>
    public bool IsBySameAs(OrchestratorReport other) => string.Equals(Name, other.Name, StringComparison.Ordinal);
}
