using LoadBalancer.Cluster.Health;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A probe: what was asked and received.</summary>
/// <param name="Method">The method of the request, or <c>tcp</c> if the probe only opened a connection.</param>
/// <param name="Url">The URL that was requested; of the server itself if the probe only opened a connection.</param>
/// <param name="Status">The status of the response; absent if there was none.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
internal sealed record ProbeResponse(string Method, string Url, int? Status, double DurationMs)
{
    public static ProbeResponse Of(ProbeDetails probe) => new(
        probe.Method, probe.Url, probe.Status, Math.Round(probe.Duration.TotalMilliseconds, 3));
}
