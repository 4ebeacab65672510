using System.Text.RegularExpressions;

namespace LoadBalancer.Dashboard.Configuration;

/// <summary>
/// A path under which the dashboard is reached: segments of unreserved characters (RFC 3986), which are never percent-encoded.
/// </summary>
internal static partial class BasePath
{
    private const int Longest = 256;

    /// <summary>Whether it begins with a slash, ends without one, and has no empty, <c>.</c> or <c>..</c> segment.</summary>
    public static bool IsValid(string path) => path.Length <= Longest && Segments().IsMatch(path);

    [GeneratedRegex(@"^(/(?!\.{1,2}(/|\z))[A-Za-z0-9._~-]+)+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Segments();
}
