using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A server that a key may go to.</summary>
/// <param name="Id">The server.</param>
/// <param name="State"><c>active</c> or <c>draining</c>.</param>
/// <param name="Healthy">Whether most gateways find it healthy.</param>
internal sealed record CandidateResponse(
    string Id, [property: ValuesOf(typeof(ServerState), IsLower = true)] string State, bool Healthy);
