using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>What a change means for one server.</summary>
/// <param name="Id">The server.</param>
/// <param name="WeightBefore">Its weight; <see langword="null"/> where it is not a member.</param>
/// <param name="WeightAfter">Its weight afterwards; <see langword="null"/> where it is not a member then.</param>
/// <param name="ShareBefore">The part of all keys that it gets, 0 to 1: what it owns, and keys of servers that drain.</param>
/// <param name="ShareAfter">The part that it gets afterwards.</param>
internal sealed record ServerForecast(string Id, int? WeightBefore, int? WeightAfter, double ShareBefore, double ShareAfter)
{
    /// <summary>Whether it takes requests; <see langword="null"/> where it is not a member.</summary>
    public ServerState? StateBefore { get; init; }

    /// <summary>Whether it takes requests afterwards; <see langword="null"/> where it is not a member then.</summary>
    public ServerState? StateAfter { get; init; }
}
