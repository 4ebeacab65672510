using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>One request at a gateway, on the snapshot that it began with.</summary>
/// <param name="gateway">Where it is.</param>
/// <param name="hash">Its key's hash.</param>
/// <param name="isIdempotent">Whether its method is.</param>
/// <param name="began">When it came.</param>
internal sealed class SimulatedRequest(SimulatedGateway gateway, ulong hash, bool isIdempotent, TimeSpan began)
{
    private int[] _failed = [];

    public SimulatedGateway Gateway => gateway;

    public ulong Hash => hash;

    public ClusterSnapshot Cluster { get; } = gateway.Cluster;

    private LoadBound? Bound { get; } = gateway.Bound;

    public bool IsIdempotent => isIdempotent;

    public TimeSpan Began => began;

    public SelectedServer Current { get; private set; } = SelectedServer.Nobody;

    /// <summary>Why its first server was selected.</summary>
    public SelectionReason FirstReason { get; private set; } = SelectionReason.None;

    public int Tries => Current.Server < 0 ? _failed.Length : _failed.Length + 1;

    public bool HasDeparted { get; set; }

    /// <summary>The processes that failed it, where it may have been the request.</summary>
    public SuspectServers<Server> Suspects { get; } = new();

    /// <summary>Whether a retry was taken from the budget for it.</summary>
    public bool HoldsRetry { get; set; }

    public bool HasNext => Cluster.Select(hash, [.. _failed, Current.Server]).Server >= 0;

    public AttemptedRequest AsTried => new(Tries, isIdempotent, IsUpgrade: false, IsWhole: true, HasDeparted);

    /// <summary>Goes to the most preferred server that was not tried.</summary>
    public bool MoveNext()
    {
        if (Current.Server >= 0)
        {
            _failed = [.. _failed, Current.Server];
        }

        Current = Cluster.Select(hash, _failed, Bound);
        FirstReason = _failed.Length == 0 ? Current.Reason : FirstReason;
        return Current.Server >= 0;
    }
}
