using LoadBalancer.Core.Health;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The verdict of a gateway that finds a server unhealthy.</summary>
/// <param name="Gateway">The gateway's name.</param>
/// <param name="Reason">Why: <c>ProbesFail</c>, <c>ConsecutiveFailures</c>, <c>FailureRate</c>, <c>OtherGateways</c>, or
/// <c>AnotherServerAnswers</c>.</param>
/// <param name="Failure">
/// Its last failure on the server: an error type of RFC 9209 §2.3, such as <c>connection_refused</c>, and details after a colon; absent if
/// it has not observed one itself.
/// </param>
internal sealed record VerdictResponse(string Gateway, [property: ValuesOf(typeof(HealthReason))] string Reason, string? Failure)
{
    public static VerdictResponse Of(ServerHealthView view) => new(view.Gateway.Value, view.Reason.ToString(), view.Failure);
}
