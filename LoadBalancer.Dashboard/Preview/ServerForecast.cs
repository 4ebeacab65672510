using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>The effect of a change on one server.</summary>
/// <param name="Id">The server.</param>
/// <param name="WeightBefore">Its weight; <see langword="null"/> if it is not a member.</param>
/// <param name="WeightAfter">Its weight afterwards; <see langword="null"/> if it is not a member then.</param>
/// <param name="ShareBefore">The fraction of all keys that it receives, 0 to 1: those it owns, and keys of draining servers.</param>
/// <param name="ShareAfter">The fraction that it receives afterwards.</param>
internal sealed record ServerForecast(ServerId Id, int? WeightBefore, int? WeightAfter, double ShareBefore, double ShareAfter)
{
    /// <summary>Its state; <see langword="null"/> if it is not a member.</summary>
    public ServerState? StateBefore { get; init; }

    /// <summary>Its state afterwards; <see langword="null"/> if it is not a member then.</summary>
    public ServerState? StateAfter { get; init; }
}
