using System.Collections.Frozen;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The methods that spans name; all others share one name, so that clients cannot create an unbounded number of names.</summary>
internal static class KnownMethods
{
    private const string Other = "_OTHER";
    private static readonly FrozenSet<string> All = FrozenSet.Create(
        StringComparer.Ordinal, "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE");

    public static string NameOf(string method) => All.TryGetValue(method, out var known) ? known : Other;

    public static bool IsOther(string name) => ReferenceEquals(name, Other);
}
