using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Registration;

/// <summary>Validates the URL of a server; see <see cref="ServerRules.CheckUrl"/>.</summary>
internal sealed class ServerUrlAttribute : SettingAttribute
{
    public override string Allowed => "an absolute http or https URL without user, query or fragment";

    protected override bool Allows(object value) => ServerRules.CheckUrl((string)value, out _) is null;

    protected override string Describe(object value) => ServerRules.CheckUrl((string)value, out _)!;
}
