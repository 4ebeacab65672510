namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>The invariants of a scenario: limits that must not be exceeded. Figures without a limit are measured but not judged.</summary>
internal sealed record InvariantsSection
{
    /// <summary>The number of requests that fail.</summary>
    public long? FailedRequests { get; init; }

    /// <summary>The fraction of requests that fail, 0 to 1.</summary>
    public double? FailedPart { get; init; }

    /// <summary>The time from a membership change until every gateway that reaches the registry uses it.</summary>
    public TimeSpan? Convergence { get; init; }

    /// <summary>The longest time for which gateways that reach the registry place keys differently.</summary>
    public TimeSpan? Disagreement { get; init; }

    /// <summary>The number of different placements among the gateways at the end; 1 means that all agree.</summary>
    public int? PlacementsAtEnd { get; init; }

    /// <summary>The requests that a server really has in flight, relative to what the load bound allows.</summary>
    public double? LoadBound { get; init; }

    /// <summary>The fraction of keys that one change of the placement moves between two servers that are unchanged, 0 to 1.</summary>
    public double? MovedBetweenOld { get; init; }

    /// <summary>The time from the death of a server until requests are no longer sent to it first.</summary>
    public TimeSpan? Detection { get; init; }

    /// <summary>The number of servers that are removed from the membership although they are alive.</summary>
    public int? LivingRemoved { get; init; }

    /// <summary>
    /// The requests that servers get in the first tenth of their slow start, relative to the share that their weight deserves.
    /// </summary>
    public double? NewcomerShare { get; init; }

    /// <summary>The attempts for each request, in the worst second with at least 100 requests.</summary>
    public double? Amplification { get; init; }

    /// <summary>The 99th percentile of latency.</summary>
    public TimeSpan? LatencyP99 { get; init; }
}
