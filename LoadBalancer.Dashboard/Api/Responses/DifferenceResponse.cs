using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A setting that decides where a key goes and that is not the same on all gateways.</summary>
/// <param name="Setting">The full name of the setting.</param>
/// <param name="Values">Its values, at least two: the one that most gateways have comes first.</param>
internal sealed record DifferenceResponse(string Setting, IReadOnlyList<SettingValueResponse> Values)
{
    public static DifferenceResponse Of(PolicyDifference difference) => new(
        difference.Setting,
        [.. difference.Values.Select(value => new SettingValueResponse(value.Value, [.. value.Gateways.Select(name => name.Value)]))]);
}
