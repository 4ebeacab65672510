using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Backend;

/// <summary>A folder that exists, or nothing.</summary>
internal sealed class ExistingFolderAttribute : SettingAttribute
{
    public override string Allowed => "an existing folder";

    protected override bool Allows(object value) => value is "" || Directory.Exists((string)value);
}
