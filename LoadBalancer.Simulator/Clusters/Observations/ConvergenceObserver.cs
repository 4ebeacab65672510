using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Gateways;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>Measures the time from each membership change until every gateway that reaches the registry uses it.</summary>
/// <param name="time">The virtual time.</param>
/// <param name="isReached">Whether a gateway is running and reaches the registry.</param>
internal sealed class ConvergenceObserver(VirtualTime time, Func<SimulatedGateway, bool> isReached)
{
    private readonly LinkedList<(MembershipSnapshot Membership, DateTimeOffset At)> _pending = [];
    private readonly List<TimeSpan> _times = [];

    /// <summary>The time that each change took to be in effect everywhere, in the order of completion.</summary>
    public IReadOnlyList<TimeSpan> Times => _times;

    /// <summary>The number of changes that are not in effect everywhere yet.</summary>
    public int Pending => _pending.Count;

    /// <summary>The longest time, including changes that are not in effect everywhere yet.</summary>
    public TimeSpan Longest => _times.Concat(_pending.Select(change => time.Now - change.At)).DefaultIfEmpty().Max();

    public void Begin(MembershipSnapshot membership) => _pending.AddLast((membership, time.Now));

    /// <summary>Checks which changes are in effect now that a gateway has published, died or come back.</summary>
    public void Look(IReadOnlyList<SimulatedGateway> gateways)
    {
        // Changes take effect in order, so the oldest pending one is always the next to complete.
        while (_pending.First is { } oldest && gateways.Where(isReached).All(gateway => Has(gateway.Membership, oldest.Value.Membership)))
        {
            _times.Add(time.Now - oldest.Value.At);
            _pending.RemoveFirst();
        }
    }

    private static bool Has(MembershipSnapshot used, MembershipSnapshot change) =>
        used.Epoch == change.Epoch ? used.Version >= change.Version : used.Covers(change);
}
