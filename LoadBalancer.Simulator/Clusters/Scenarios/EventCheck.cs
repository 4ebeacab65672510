using System.Globalization;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>Validates an event. Each problem is one sentence with the key, the value and what is allowed.</summary>
internal static class EventCheck
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public static IEnumerable<string> Of(string key, ScenarioEvent planned, Scenario scenario)
    {
        var needs = NeedsOf(planned.Do);
        return
        [
            .. ScenarioCheck.Duration($"{key}.at", planned.At, TimeSpan.Zero, scenario.Duration),
            .. planned.For is { } length
                ? ScenarioCheck.Duration($"{key}.for", length, Shortest, TimeSpan.FromHours(24))
                : Missing(key, "for", needs),
            .. planned.Servers is { } servers ? OfServers(key, servers, scenario) : Missing(key, "servers", needs),
            .. planned.Gateways is { } gateways ? OfGateways(key, gateways, scenario) : Missing(key, "gateways", needs),
            .. planned.Factor is { } factor ? ScenarioCheck.Number($"{key}.factor", factor, 0.001, 1_000) : Missing(key, "factor", needs),
            .. planned.Part is { } part ? ScenarioCheck.Number($"{key}.part", part, 0, 1) : Missing(key, "part", needs),
            .. planned.Count is { } count
                ? ScenarioCheck.Number($"{key}.count", count, 1, ServerRules.MaxServers - scenario.Servers.Count)
                : Missing(key, "count", needs),
            .. planned.Weight is { } weight
                ? ScenarioCheck.Number($"{key}.weight", weight, ServerRules.MinWeight, ServerRules.MaxWeight)
                : Missing(key, "weight", needs),
            .. planned.Algorithm is null ? Missing(key, "algorithm", needs) : [],
        ];
    }

    private static string[] NeedsOf(EventKind kind) => kind switch
    {
        EventKind.Hang or EventKind.RollingRestart => ["servers", "for"],
        EventKind.Slow => ["servers", "factor"],
        EventKind.Fail => ["servers", "part"],
        EventKind.Kill or EventKind.Vanish or EventKind.Stop => ["servers"],
        EventKind.Weigh => ["servers", "weight"],
        EventKind.Join => ["count"],
        EventKind.Algorithm => ["algorithm"],
        EventKind.RegistryOutage => ["for"],
        EventKind.Partition => ["gateways", "for"],
        EventKind.KillGateway => ["gateways"],
        EventKind.Rate => ["factor"],
        _ => [],
    };

    private static IEnumerable<string> Missing(string key, string field, string[] needs)
    {
        if (needs.Contains(field, StringComparer.Ordinal))
        {
            yield return $"{key}.{field} is missing: this event needs {string.Join(", ", needs)}.";
        }
    }

    private static IEnumerable<string> OfServers(string key, string whom, Scenario scenario)
    {
        var isAllowed = whom.Split(':') switch
        {
            ["all"] => true,
            ["zone", var zone] => IsNumber(zone, scenario.Servers.Zones),
            ["random", var count] => IsNumber(count, ServerRules.MaxServers),
            [var ids] => ids.Split(',', StringSplitOptions.TrimEntries).All(id => IsServer(id, scenario)),
            _ => false,
        };
        if (!isAllowed)
        {
            yield return $"{key}.servers is '{whom}'; allowed: all, zone:Z with Z from 1 to {scenario.Servers.Zones}, random:N, or ids "
                + $"such as {scenario.Servers.Prefix}1, separated by commas.";
        }
    }

    private static IEnumerable<string> OfGateways(string key, string whom, Scenario scenario)
    {
        var isAllowed = whom.Split(':') switch
        {
            ["random", var count] => IsNumber(count, scenario.Gateways),
            [var numbers] => numbers.Split(',', StringSplitOptions.TrimEntries).All(number => IsNumber(number, scenario.Gateways)),
            _ => false,
        };
        if (!isAllowed)
        {
            yield return $"{key}.gateways is '{whom}'; allowed: random:N, or numbers from 1 to {scenario.Gateways}, separated by commas.";
        }
    }

    /// <summary>
    /// Returns whether a server with the id exists at some time. Servers that join during the scenario are numbered after the initial ones.
    /// </summary>
    private static bool IsServer(string id, Scenario scenario) =>
        id.StartsWith(scenario.Servers.Prefix, StringComparison.Ordinal)
        && IsNumber(id[scenario.Servers.Prefix.Length..], scenario.Servers.Count + scenario.Events.Sum(planned => planned.Count ?? 0));

    private static bool IsNumber(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most;
}
