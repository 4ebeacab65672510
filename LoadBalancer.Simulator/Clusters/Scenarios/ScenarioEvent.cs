using System.Globalization;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>An event of a scenario, at a given time.</summary>
internal sealed record ScenarioEvent
{
    public required TimeSpan At { get; init; }

    public required EventKind Do { get; init; }

    /// <summary>The servers that are affected: ids separated by commas, <c>zone:Z</c>, <c>random:N</c>, or <c>all</c>.</summary>
    public string? Servers { get; init; }

    /// <summary>The gateways that are affected: numbers from 1 separated by commas, or <c>random:N</c>.</summary>
    public string? Gateways { get; init; }

    /// <summary>The duration of the event; without one, it lasts until the end.</summary>
    public TimeSpan? For { get; init; }

    public double? Factor { get; init; }

    public double? Part { get; init; }

    public int? Count { get; init; }

    public int? Weight { get; init; }

    public PlacementAlgorithm? Algorithm { get; init; }

    /// <summary>The name of the event on charts.</summary>
    public string Name => (Do switch
    {
        EventKind.RollingRestart => "Rolling restart",
        EventKind.RegistryOutage => "Registry outage",
        EventKind.RegistryEmptied => "Registry emptied",
        EventKind.KillGateway => "Kill",
        EventKind.Join => string.Create(CultureInfo.InvariantCulture, $"{Count} servers join"),
        EventKind.Weigh => string.Create(CultureInfo.InvariantCulture, $"Weight {Weight}"),
        EventKind.Algorithm => $"Algorithm {Algorithm}",
        EventKind.Slow => string.Create(CultureInfo.InvariantCulture, $"{Factor}× slower"),
        EventKind.Fail => string.Create(CultureInfo.InvariantCulture, $"{Part * 100:0.##}% of responses are 503"),
        EventKind.Rate => string.Create(CultureInfo.InvariantCulture, $"Rate × {Factor}"),
        _ => Do.ToString(),
    }) + (Servers is { } servers ? $": {Describe(servers, "server")}"
        : Gateways is { } gateways ? $": {Describe(gateways, "gateway")}"
        : "");

    private static string Describe(string whom, string what) => whom.Split(':') switch
    {
        ["all"] => $"all {what}s",
        ["zone", var zone] => $"zone {zone}",
        ["random", "1"] => $"1 random {what}",
        ["random", var number] => $"{number} random {what}s",
        _ when what == "gateway" => $"{what} {whom.Replace(",", ", ", StringComparison.Ordinal)}",
        _ => whom.Replace(",", ", ", StringComparison.Ordinal),
    };
}
