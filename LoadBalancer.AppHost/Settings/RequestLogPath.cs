namespace LoadBalancer.AppHost.Settings;

/// <summary>The paths of the request logs. Each gateway logs to its own file.</summary>
internal static class RequestLogPath
{
    public const string Default = "logs/requests.log";

    /// <summary>
    /// Returns the path of a gateway's request log: the configured path for the first gateway, and a path with the gateway's name in it for
    /// the others, <c>logs/requests.gateway-2.log</c>. Paths below <c>/dev/</c> are the same for all.
    /// </summary>
    /// <param name="path">The configured path; empty for no request log.</param>
    /// <param name="gateway">The gateway's name.</param>
    /// <param name="isFirst">Whether it is the first gateway.</param>
    public static string Of(string path, string gateway, bool isFirst) =>
        isFirst || path.Length == 0 || path.StartsWith("/dev/", StringComparison.Ordinal) ? path
        : Path.ChangeExtension(path, $"{gateway}{Path.GetExtension(path)}");
}
