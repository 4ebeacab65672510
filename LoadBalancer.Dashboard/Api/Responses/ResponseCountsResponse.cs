using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The responses that clients received in the last 30 minutes.</summary>
/// <param name="FromServers">Responses of servers.</param>
/// <param name="FromGateway">The gateway's own responses, to requests that it rejected or that no server responded to.</param>
/// <param name="ClientsLeft">Requests whose client disconnected before a response began.</param>
internal sealed record ResponseCountsResponse(StatusClassesResponse FromServers, StatusClassesResponse FromGateway, long ClientsLeft)
{
    public static ResponseCountsResponse Of(ResponseCounts responses) =>
        new(StatusClassesResponse.Of(responses.FromServers), StatusClassesResponse.Of(responses.FromGateway), responses.ClientsLeft);
}
