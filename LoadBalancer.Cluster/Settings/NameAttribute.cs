using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Validates the name of a server, a gateway, or a cluster; see <see cref="ServerRules.CheckId"/>.</summary>
public sealed class NameAttribute : SettingAttribute
{
    /// <inheritdoc/>
    public override string Allowed => $"1 to {ServerRules.MaxIdLength} of a-z A-Z 0-9 . _ -, not . or ..";

    /// <inheritdoc/>
    protected override bool Allows(object value) => ServerRules.CheckId((string)value) is null;
}
