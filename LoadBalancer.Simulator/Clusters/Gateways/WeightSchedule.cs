using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>The weights in effect, worked out once for all gateways that ask at one moment.</summary>
internal sealed class WeightSchedule(TimeSpan slowStart, VirtualTime time)
{
    private readonly SlowStart _rule = new(slowStart);
    private MembershipSnapshot? _membership;
    private DateTimeOffset _from;
    private ImmutableArray<int> _weights;
    private DateTimeOffset? _next;

    /// <summary>The weights now, and when they change next.</summary>
    public (ImmutableArray<int> Weights, DateTimeOffset? Next) At(MembershipSnapshot membership)
    {
        if (!ReferenceEquals(membership, _membership) || time.Now < _from || time.Now >= _next)
        {
            (_membership, _from) = (membership, time.Now);
            _weights = _rule.WeightsAt(membership, time.Now);
            _next = _rule.NextStepAfter(membership, time.Now);
        }

        return (_weights, _next);
    }
}
