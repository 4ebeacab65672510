using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Validates a path prefix.</summary>
internal sealed class PathPrefixAttribute : SettingAttribute
{
    public override string Allowed => "a path such as /_lb, of segments of a-z A-Z 0-9 . _ -";

    protected override bool Allows(object value) => (string)value is ['/', _, ..] path && path[1..].Split('/').All(segment =>
        segment is not ("" or "." or "..")
            && segment.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-'));
}
