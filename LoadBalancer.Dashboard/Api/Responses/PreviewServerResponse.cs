using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Preview;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The effect of a change on one server.</summary>
/// <param name="Id">The server.</param>
/// <param name="WeightBefore">Its weight; absent if it is not a member.</param>
/// <param name="WeightAfter">Its weight afterwards; absent if it is not a member then.</param>
/// <param name="StateBefore"><c>active</c> or <c>draining</c>; absent if it is not a member.</param>
/// <param name="StateAfter"><c>active</c> or <c>draining</c> afterwards; absent if it is not a member then.</param>
/// <param name="ShareBefore">The fraction of all keys that it receives, 0 to 1; a draining server receives none.</param>
/// <param name="ShareAfter">The fraction that it receives afterwards.</param>
internal sealed record PreviewServerResponse(
    string Id,
    int? WeightBefore,
    int? WeightAfter,
    [property: ValuesOf(typeof(ServerState), IsLower = true)] string? StateBefore,
    [property: ValuesOf(typeof(ServerState), IsLower = true)] string? StateAfter,
    double ShareBefore,
    double ShareAfter)
{
    public static PreviewServerResponse Of(ServerForecast server) => new(
        server.Id.Value,
        server.WeightBefore,
        server.WeightAfter,
        server.StateBefore is { } before ? ServerResponse.StateOf(before) : null,
        server.StateAfter is { } after ? ServerResponse.StateOf(after) : null,
        server.ShareBefore,
        server.ShareAfter);
}
