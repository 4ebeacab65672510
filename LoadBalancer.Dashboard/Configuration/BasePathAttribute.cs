using System.Text.RegularExpressions;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Dashboard.Configuration;

/// <summary>
/// Validates the path under which the dashboard is reached: segments of unreserved characters (RFC 3986), which are never percent-encoded.
/// The path begins with a slash, ends without one, and has no empty, <c>.</c>, or <c>..</c> segment.
/// </summary>
internal sealed partial class BasePathAttribute : SettingAttribute
{
    private const int Longest = 256;

    public override string Allowed =>
        "a path that begins with '/' and does not end with it, such as /lb, and has only a-z A-Z 0-9 . _ ~ - between slashes";

    /// <summary>Whether a text is such a path.</summary>
    public static bool IsValid(string path) => path.Length <= Longest && Segments().IsMatch(path);

    protected override bool Allows(object value) => IsValid((string)value);

    [GeneratedRegex(@"^(/(?!\.{1,2}(/|\z))[A-Za-z0-9._~-]+)+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Segments();
}
