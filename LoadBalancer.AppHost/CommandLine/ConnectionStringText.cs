using System.Text.RegularExpressions;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>A connection string as it may be shown.</summary>
internal static partial class ConnectionStringText
{
    public static string WithoutPassword(string connectionString) => Password().Replace(connectionString, "${key}*****");

    [GeneratedRegex("""(?<key>\bpassword\s*=)[^,]*""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Password();
}
