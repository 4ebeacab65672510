using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>What happened in a stretch of a simulation.</summary>
internal sealed class TimePart
{
    /// <summary>Requests that came.</summary>
    public long Requests { get; set; }

    /// <summary>Servers that they were sent to.</summary>
    public long Tries { get; set; }

    /// <summary>Requests that ended with a failure.</summary>
    public long Failures { get; set; }

    /// <summary>Requests that were sent past their owner because it had too many.</summary>
    public long Spilled { get; set; }

    /// <summary>Of those that ended.</summary>
    public LatencyStatistics Latency { get; } = new(LatencyBuckets.Wire);

    /// <summary>The greatest number in flight on a server, relative to what the bound allowed it.</summary>
    public double PeakLoad { get; set; }

    /// <summary>The most different placements among the gateways that reach the registry.</summary>
    public int Placements { get; set; }
}
