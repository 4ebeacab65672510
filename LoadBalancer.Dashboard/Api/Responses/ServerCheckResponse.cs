using LoadBalancer.Cluster.Checks;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The last check of a server.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Check">The check; absent if no gateway has reported one in the last minutes.</param>
internal sealed record ServerCheckResponse(string Id, CheckResponse? Check)
{
    public static ServerCheckResponse Of(ServerId id, ServerCheck? check) => new(id.Value, check is null ? null : CheckResponse.Of(check));
}
