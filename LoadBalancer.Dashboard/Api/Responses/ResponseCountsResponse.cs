using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What clients got in the last 30 minutes.</summary>
/// <param name="FromServers">Responses of servers.</param>
/// <param name="FromGateway">Responses of the gateway's own, where it refused a request or no server answered it.</param>
/// <param name="ClientsLeft">Requests whose client left before a response began.</param>
internal sealed record ResponseCountsResponse(StatusClassesResponse FromServers, StatusClassesResponse FromGateway, long ClientsLeft)
{
    public static ResponseCountsResponse Of(ResponseCounts responses) =>
        new(StatusClassesResponse.Of(responses.FromServers), StatusClassesResponse.Of(responses.FromGateway), responses.ClientsLeft);
}
