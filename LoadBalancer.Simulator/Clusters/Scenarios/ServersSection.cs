using LoadBalancer.Core.Membership;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>The servers that are there from the beginning.</summary>
internal sealed record ServersSection
{
    public int Count { get; init; } = 3;

    /// <summary>They are called this and a number, 1, 2, 3 …</summary>
    public string Prefix { get; init; } = "server-";

    public int Weight { get; init; } = ServerRules.DefaultWeight;

    /// <summary>They are spread over so many zones, one after the other.</summary>
    public int Zones { get; init; } = 1;

    /// <summary>How long a request takes once it is worked on.</summary>
    public string Service { get; init; } = "exponential:20ms";

    /// <summary>How many requests a server works on at once; others wait.</summary>
    public int Workers { get; init; } = 100;
}
