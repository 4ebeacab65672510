using LoadBalancer.Cluster.Checks;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A check of a server by a gateway.</summary>
/// <param name="At">When it ended, by the clock of Redis.</param>
/// <param name="Gateway">The gateway that checked.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Method">The method of the request, or <c>tcp</c> if the check only opened a connection.</param>
/// <param name="Url">The URL that was requested; of the server itself if the check only opened a connection.</param>
/// <param name="Status">The status of the response; absent if there was none.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Cause">Why it failed, such as <c>connection_refused</c>; absent if it passed.</param>
/// <param name="Detail">Details of the cause for humans; absent if there are none.</param>
internal sealed record CheckResponse(
    DateTimeOffset At, string Gateway, bool Passed, string Method, string Url, int? Status, double DurationMs, string? Cause,
    string? Detail)
{
    public static CheckResponse Of(ServerCheck check) => new(
        check.At, check.Gateway.Value, check.Passed, check.Probe.Method, check.Probe.Url, check.Probe.Status,
        Math.Round(check.Probe.Duration.TotalMilliseconds, 3), check.Cause, check.Detail);
}
