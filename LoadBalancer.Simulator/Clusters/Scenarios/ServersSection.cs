using LoadBalancer.Core.Membership;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>The servers that exist from the beginning.</summary>
internal sealed record ServersSection
{
    public int Count { get; init; } = 3;

    /// <summary>The prefix of server ids; a number follows: 1, 2, 3 …</summary>
    public string Prefix { get; init; } = "server-";

    public int Weight { get; init; } = ServerRules.DefaultWeight;

    /// <summary>The number of zones; servers are assigned to zones round-robin.</summary>
    public int Zones { get; init; } = 1;

    /// <summary>The time to process a request, without waiting for a worker.</summary>
    public string Service { get; init; } = "exponential:20ms";

    /// <summary>The number of requests that a server processes at once; further requests wait.</summary>
    public int Workers { get; init; } = 100;
}
