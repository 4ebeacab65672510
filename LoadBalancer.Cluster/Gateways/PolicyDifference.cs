using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>A setting that decides where a key goes and that is not the same on all gateways.</summary>
/// <param name="Setting">The setting's full name, such as <c>Gateway:HashKey</c>.</param>
/// <param name="Values">Its values, at least two: the one that most gateways have comes first.</param>
public sealed record PolicyDifference(string Setting, ImmutableArray<PolicyValue> Values)
{
    /// <summary>
    /// Returns the settings that differ, by name. A gateway that does not report a setting (it runs an earlier build, or the setting has
    /// no effect on it) does not differ in it. O(gateways × settings).
    /// </summary>
    /// <param name="gateways">The gateways.</param>
    /// <param name="algorithm">
    /// The algorithm of the membership, which takes precedence over the gateways' settings, if there is one.
    /// </param>
    public static ImmutableArray<PolicyDifference> Among(IEnumerable<GatewayStatus> gateways, PlacementAlgorithm? algorithm) =>
    [
        .. gateways
            .Where(gateway => gateway.Policy is not null)
            .SelectMany(gateway => gateway.Policy!.Select(setting => (Name: setting.Key, setting.Value, Gateway: gateway.Name)))
            .Where(setting => algorithm is null || setting.Name != PolicySettings.Algorithm)
            .GroupBy(setting => setting.Name, StringComparer.Ordinal)
            .Select(same => new PolicyDifference(
                same.Key,
                [
                    .. same.GroupBy(setting => setting.Value, setting => setting.Gateway, StringComparer.Ordinal)
                        .Select(value => new PolicyValue(
                            value.Key, [.. value.Distinct().OrderBy(gateway => gateway.Value, StringComparer.Ordinal)]))
                        .OrderByDescending(value => value.Gateways.Length)
                        .ThenBy(value => value.Gateways[0].Value, StringComparer.Ordinal),
                ]))
            .Where(difference => difference.Values.Length > 1)
            .OrderBy(difference => difference.Setting, StringComparer.Ordinal),
    ];

    /// <summary>Describes differences in one sentence without its period, with each setting, its values, and who has which.</summary>
    public static string Describe(IEnumerable<PolicyDifference> differences) => string.Join("; ", differences);

    /// <summary>Returns the value that a gateway has, or <see langword="null"/> if it does not report the setting.</summary>
    public string? ValueOf(GatewayId gateway) => Values.FirstOrDefault(value => value.Gateways.Contains(gateway))?.Value;

    /// <summary>
    /// Returns whether a gateway has another value than most gateways. If no value is the most frequent, each is unusual. A gateway that
    /// does not report the setting is not.
    /// </summary>
    public bool IsUnusual(GatewayId gateway) => ValueOf(gateway) is { } value
        && (!string.Equals(value, Values[0].Value, StringComparison.Ordinal) || Values[0].Gateways.Length == Values[1].Gateways.Length);

    /// <summary>Returns the most frequent of the values that a gateway does not have.</summary>
    public string OtherValue(GatewayId gateway) => Values.First(value => !value.Gateways.Contains(gateway)).Value;

    /// <summary>Describes the difference: the setting, its values, and who has which.</summary>
    public override string ToString() =>
        $"{Setting} is {string.Join(", and ", Values.Select(value => $"'{value.Value}' on {NameList.Of(value.Gateways)}"))}";
}
