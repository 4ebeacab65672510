using LoadBalancer.Simulator.Clusters.Observations;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>Everything that was measured in a simulation.</summary>
internal sealed record ClusterMeasures(
    ClusterRecorder Requests,
    SimulationTimeline Timeline,
    ConvergenceObserver Convergence,
    AgreementObserver Agreement,
    PlacementObserver Placements,
    LoadBoundObserver Loads,
    NewcomerObserver Newcomers,
    int LivingRemoved,
    int PlacementsAtEnd,
    VirtualTime Time)
{
    private const int LeastToJudge = 100;

    /// <summary>The attempts for each request in the worst second, among the seconds with at least 100 requests.</summary>
    public double Amplification => Timeline.Parts.Where(part => part.Requests >= LeastToJudge)
        .Select(part => part.Attempts / (double)part.Requests)
        .DefaultIfEmpty()
        .Max();
}
