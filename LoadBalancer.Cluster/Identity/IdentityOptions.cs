using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Identity;

/// <summary>Who this gateway is. Configuration section <c>Gateway</c>.</summary>
internal sealed class IdentityOptions
{
    /// <summary>This gateway's name among the replicas. Default: the machine's name.</summary>
    public string? Id { get; set; }

    public static string DefaultId => Environment.MachineName.ToLowerInvariant();

    public IEnumerable<string?> Check() => [GatewaySection.Describe(nameof(Id), ServerRules.CheckId(Id))];
}
