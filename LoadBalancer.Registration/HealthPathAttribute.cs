using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Registration;

/// <summary>Validates the path of a health endpoint; see <see cref="ServerRules.CheckHealthPath"/>.</summary>
internal sealed class HealthPathAttribute : SettingAttribute
{
    public override string Allowed => "a path that begins with one slash, without a query";

    protected override bool Allows(object value) => ServerRules.CheckHealthPath((string)value) is null;

    protected override string Describe(object value) => ServerRules.CheckHealthPath((string)value)!;
}
