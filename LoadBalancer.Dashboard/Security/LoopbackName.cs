using System.Net;

namespace LoadBalancer.Dashboard.Security;

/// <summary>Names and addresses that refer to this machine and cannot be redirected to another (RFC 6761 §6.3).</summary>
internal static class LoopbackName
{
    /// <summary>
    /// Whether a host, without its port, is such a name: <c>localhost</c>, <c>*.localhost</c>, <c>127.0.0.0/8</c>, <c>[::1]</c>.
    /// </summary>
    public static bool Is(string host)
    {
        var name = host.TrimEnd('.');
        return string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
