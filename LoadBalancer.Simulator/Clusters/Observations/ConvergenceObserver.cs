using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Gateways;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>How long each change of the membership takes until every gateway that reaches the registry uses it.</summary>
/// <param name="time">The time.</param>
/// <param name="isReached">Whether a gateway lives and reaches the registry.</param>
internal sealed class ConvergenceObserver(VirtualTime time, Func<SimulatedGateway, bool> isReached)
{
    private readonly LinkedList<(MembershipSnapshot Membership, DateTimeOffset At)> _pending = [];
    private readonly List<TimeSpan> _times = [];

    /// <summary>How long each took, in the order in which they were done.</summary>
    public IReadOnlyList<TimeSpan> Times => _times;

    /// <summary>Changes that are not in effect everywhere yet.</summary>
    public int Pending => _pending.Count;

    /// <summary>The longest time, of those that still last too.</summary>
    public TimeSpan Longest => _times.Concat(_pending.Select(change => time.Now - change.At)).DefaultIfEmpty().Max();

    public void Begin(MembershipSnapshot membership) => _pending.AddLast((membership, time.Now));

    /// <summary>A gateway has published, died, or come back.</summary>
    public void Look(IReadOnlyList<SimulatedGateway> gateways)
    {
        // A change is in effect before those that came after it.
        while (_pending.First is { } oldest && gateways.Where(isReached).All(gateway => Has(gateway.Membership, oldest.Value.Membership)))
        {
            _times.Add(time.Now - oldest.Value.At);
            _pending.RemoveFirst();
        }
    }

    private static bool Has(MembershipSnapshot used, MembershipSnapshot change) =>
        string.Equals(used.Epoch, change.Epoch, StringComparison.Ordinal) ? used.Version >= change.Version : used.Covers(change);
}
