using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Identity;

/// <summary>The identity of this gateway. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class IdentityOptions
{
    /// <summary>The name of this gateway among the gateways of the cluster.</summary>
    /// <value>The machine's name.</value>
    [Name]
    public string? Id { get; set; }

    public static string DefaultId => Environment.MachineName.ToLowerInvariant();

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<IdentityOptions>;
}
