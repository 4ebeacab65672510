namespace LoadBalancer.AppHost.Settings;

/// <summary>Where gateways log requests: each has a file to itself.</summary>
internal static class RequestLogPath
{
    public const string Default = "logs/requests.log";

    /// <summary>The first gateway's path is as it is; the others have their names in it, <c>logs/requests.gateway-2.log</c>.</summary>
    /// <param name="path">Empty for none.</param>
    /// <param name="gateway">The gateway's name.</param>
    /// <param name="isFirst">Whether it is the first gateway.</param>
    public static string Of(string path, string gateway, bool isFirst) =>
        isFirst || path.Length == 0 || path.StartsWith("/dev/", StringComparison.Ordinal) ? path
        : Path.ChangeExtension(path, $"{gateway}{Path.GetExtension(path)}");
}
