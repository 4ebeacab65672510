using System.Net;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Finds everything that is wrong with where the gateway's own endpoints are.</summary>
internal static class ManagementOptionsValidator
{
    public static IEnumerable<string?> Check(ListeningOptions options)
    {
        const string Section = GatewaySection.Name;
        return
        [
            options.ManagementPort is null or (>= 1 and <= ushort.MaxValue)
                ? null
                : $"{Section}:ManagementPort: {options.ManagementPort} is not allowed: it must be 1 to 65535.",
            options.ManagementAddress is null or "*" || IPAddress.TryParse(options.ManagementAddress, out _) ? null
                : $"{Section}:ManagementAddress: '{options.ManagementAddress}' is not allowed: it must be an IP address, or * for all.",
            options.ManagementAddress is null || options.ManagementPort is not null
                ? null
                : $"{Section}:ManagementAddress: not allowed without {Section}:ManagementPort.",
            options.ManagementPath is null || IsPath(options.ManagementPath) ? null
                : $"{Section}:ManagementPath: '{options.ManagementPath}' is not allowed: it must be a path such "
                    + "as /_lb, of segments of a-z A-Z 0-9 . _ -.",
        ];
    }

    private static bool IsPath(string path) =>
        path.StartsWith('/') && path.Length > 1 && path[1..]
            .Split('/')
            .All(segment => segment is not ("" or "." or "..") && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));
}
