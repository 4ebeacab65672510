using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>The figures of one interval of a simulation.</summary>
internal sealed class TimePart
{
    /// <summary>The requests that arrived.</summary>
    public long Requests { get; set; }

    /// <summary>The attempts on servers.</summary>
    public long Attempts { get; set; }

    /// <summary>The requests that failed.</summary>
    public long Failures { get; set; }

    /// <summary>The requests that were sent past their owner because it was overloaded.</summary>
    public long Spilled { get; set; }

    /// <summary>The latency of the requests that ended.</summary>
    public LatencyStatistics Latency { get; } = new(LatencyBuckets.Wire);

    /// <summary>The most requests in flight on a server, relative to what the load bound allowed it.</summary>
    public double PeakLoad { get; set; }

    /// <summary>The largest number of different placements among the gateways that reach the registry.</summary>
    public int Placements { get; set; }
}
