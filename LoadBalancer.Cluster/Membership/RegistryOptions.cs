namespace LoadBalancer.Cluster.Membership;

/// <summary>Which cluster's state a process shares, and how it follows it. Configuration section <c>Registry</c>.</summary>
public sealed class RegistryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Registry";

    /// <summary>
    /// The cluster's name: several clusters may share one Redis. 1 to 64 of <c>a-z A-Z 0-9 . _ -</c>; default <c>default</c>.
    /// </summary>
    public string Cluster { get; set; } = "default";

    /// <summary>How often the membership is read without a hint: 100 ms to 1 min, default 1 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the cluster looks for expired leases: 100 ms to 1 min, default 1 s.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a gateway goes on with its last membership when the store has lost it and does not take it back,
    /// before it believes the store: 1 s to 1 h, default 30 s.
    /// </summary>
    public TimeSpan RecoveryTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Who this process is in the events of changes that it makes by itself.</summary>
    internal string? Author { get; private set; }

    /// <summary>
    /// Names this process in the events of changes that it makes by itself, such as putting a lost membership back. No setting: the process
    /// knows.
    /// </summary>
    public void ActAs(string author) => Author = author;
}
