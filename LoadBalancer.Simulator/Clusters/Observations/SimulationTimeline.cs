using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>The course of a simulation, in intervals of one second.</summary>
internal sealed class SimulationTimeline(VirtualTime time, TimeSpan duration)
{
    public static readonly TimeSpan Width = TimeSpan.FromSeconds(1);

    private readonly TimePart[] _parts = [.. Enumerable.Range(0, (int)Math.Ceiling(duration / Width) + 1).Select(_ => new TimePart())];

    /// <summary>The current interval.</summary>
    public TimePart Now => _parts[(int)(time.Elapsed / Width)];

    /// <summary>All intervals of the duration.</summary>
    public IReadOnlyList<TimePart> Parts => _parts[..^1];
}
