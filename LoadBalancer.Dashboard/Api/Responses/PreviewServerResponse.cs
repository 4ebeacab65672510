using LoadBalancer.Dashboard.Preview;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What a change means for one server.</summary>
/// <param name="Id">The server.</param>
/// <param name="WeightBefore">Its weight; absent where it is not a member.</param>
/// <param name="WeightAfter">Its weight afterwards; absent where it is not a member then.</param>
/// <param name="StateBefore"><c>active</c> or <c>draining</c>; absent where it is not a member.</param>
/// <param name="StateAfter"><c>active</c> or <c>draining</c> afterwards; absent where it is not a member then.</param>
/// <param name="ShareBefore">The part of all keys that it gets, 0 to 1: one that drains gets none.</param>
/// <param name="ShareAfter">The part that it gets afterwards.</param>
internal sealed record PreviewServerResponse(
    string Id, int? WeightBefore, int? WeightAfter, string? StateBefore, string? StateAfter, double ShareBefore, double ShareAfter)
{
    public static PreviewServerResponse Of(ServerForecast server) => new(
        server.Id,
        server.WeightBefore,
        server.WeightAfter,
        server.StateBefore is { } before ? ServerResponse.StateOf(before) : null,
        server.StateAfter is { } after ? ServerResponse.StateOf(after) : null,
        server.ShareBefore,
        server.ShareAfter);
}
