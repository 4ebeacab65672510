using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Names;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Membership;

/// <summary>The cluster whose state a process shares, and how the process follows it. Configuration section <c>Registry</c>.</summary>
public sealed partial class RegistryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Registry";

    /// <summary>The cluster's name; several clusters may share one Redis.</summary>
    [Name]
    public string Cluster { get; set; } = "default";

    /// <summary><see cref="Cluster"/> as a value of its own type.</summary>
    internal ClusterName ClusterName => new(Cluster);

    /// <summary>How often a gateway checks, without a hint, whether the membership in Redis has changed.</summary>
    [Between("00:00:00.100", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the cluster looks for expired leases; the same on all gateways.</summary>
    [Between("00:00:00.100", "00:01:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a gateway keeps its last membership when Redis has lost it and does not accept it again; after that it follows Redis.
    /// </summary>
    [Between("00:00:01", "01:00:00")]
    public TimeSpan RecoveryTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The author in the events of changes that this process makes by itself.</summary>
    internal string? Author { get; private set; }

    /// <summary>
    /// Sets the author in the events of changes that this process makes by itself, such as writing back a lost membership. Not a setting:
    /// the process determines it.
    /// </summary>
    public void ActAs(string author) => Author = author;

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<RegistryOptions>;
}
