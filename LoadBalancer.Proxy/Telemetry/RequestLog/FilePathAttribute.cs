using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>Validates the path of a file; may be empty.</summary>
internal sealed class FilePathAttribute : SettingAttribute
{
    public override string Allowed => "the path of a file, or empty";

    protected override bool Allows(object value) =>
        (string)value is var path && !path.Contains('\0', StringComparison.Ordinal) && !Path.EndsInDirectorySeparator(path);
}
