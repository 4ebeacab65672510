namespace LoadBalancer.AppHost.Topology;

/// <summary>Where gateways log requests: each has a file to itself.</summary>
internal static class RequestLogPath
{
    public const string Default = "logs/requests.log";

    /// <summary>The first gateway's is as it is; the others have their names in it, <c>logs/requests.gateway-2.log</c>.</summary>
    /// <param name="path">Empty for none.</param>
    /// <param name="number">The gateway's, from 1.</param>
    public static string Of(string path, int number) =>
        number == 1 || path.Length == 0 || path.StartsWith("/dev/", StringComparison.Ordinal) ? path
        : Path.ChangeExtension(path, $"{ResourceNames.OfGateway(number)}{Path.GetExtension(path)}");
}
