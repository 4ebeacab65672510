using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Health;

/// <summary>Validates the path of a URL, with an optional query.</summary>
internal sealed class UrlPathAttribute : SettingAttribute
{
    public override string Allowed => "a path that begins with a slash and has no white space or fragment";

    protected override bool Allows(object value) => (string)value is ['/', ..] path && !path.AsSpan().ContainsAny(" #\r\n");
}
