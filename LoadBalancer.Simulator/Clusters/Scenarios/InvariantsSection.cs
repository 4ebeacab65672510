namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>What must hold, each a limit that must not be exceeded; those that are left out are measured, not judged.</summary>
internal sealed record InvariantsSection
{
    /// <summary>Requests that fail.</summary>
    public long? FailedRequests { get; init; }

    /// <summary>The part of the requests that fail, 0 to 1.</summary>
    public double? FailedPart { get; init; }

    /// <summary>The time from a change of the membership until every gateway that reaches the registry uses it.</summary>
    public TimeSpan? Convergence { get; init; }

    /// <summary>The longest time for which gateways that reach the registry place keys differently.</summary>
    public TimeSpan? Disagreement { get; init; }

    /// <summary>Different placements among the gateways at the end; 1 is agreement.</summary>
    public int? PlacementsAtEnd { get; init; }

    /// <summary>How many times what the bound on load allows a server has had in flight, by true figures.</summary>
    public double? LoadBound { get; init; }

    /// <summary>The part of keys that a change of the ring moved between two servers that stayed as they were.</summary>
    public double? MovedBetweenOld { get; init; }

    /// <summary>The time from the death of a server until no request is sent to it first any more.</summary>
    public TimeSpan? Detection { get; init; }

    /// <summary>Servers that live and were removed from the membership for want of a lease.</summary>
    public int? LivingRemoved { get; init; }

    /// <summary>What servers get in the first tenth of their slow start, relative to their part.</summary>
    public double? NewcomerShare { get; init; }

    /// <summary>Tries for each request, in the worst second with at least 100 requests.</summary>
    public double? Amplification { get; init; }

    /// <summary>The 99th percentile of latency.</summary>
    public TimeSpan? LatencyP99 { get; init; }
}
