using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// Where one request belongs and which servers it was sent to in vain, on one snapshot. May be used for one request after the other.
/// </summary>
internal sealed class Attempts
{
    private ServingSnapshot _serving = ServingSnapshot.Nobody;
    private int[] _failed = [];

    /// <summary>The hash of the request's key.</summary>
    public ulong Hash { get; private set; }

    /// <summary>The server that the request was given last, and why.</summary>
    public SelectedServer Current { get; private set; } = SelectedServer.Nobody;

    /// <summary>The record of <see cref="Current"/>.</summary>
    public Server Server => Membership.Servers[Current.Server];

    /// <summary>The server of the last attempt; <see langword="null"/> if there was none.</summary>
    public Server? Last => Current.Server >= 0 ? Server : _failed is [.., var last] ? Membership.Servers[last] : null;

    /// <summary>All servers that there were when it began.</summary>
    public MembershipSnapshot Membership => _serving.Cluster.Membership;

    /// <summary>How many servers the request was given to.</summary>
    public int Count => Current.Server < 0 ? _failed.Length : _failed.Length + 1;

    /// <summary>Whether there is a server left that was not tried. The bound on load refuses nobody, so it is not asked.</summary>
    public bool HasNext => Current.Server < 0 || _serving.Cluster.Select(Hash, [.. _failed, Current.Server]).Server >= 0;

    /// <summary>A request begins. Nothing is tried yet.</summary>
    public void Begin(ServingSnapshot serving, ulong hash)
    {
        _serving = serving;
        Hash = hash;
        _failed = [];
        Current = SelectedServer.Nobody;
    }

    /// <summary>Goes to the most preferred server that was not tried.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool MoveNext()
    {
        if (Current.Server >= 0)
        {
            _failed = [.. _failed, Current.Server];
        }

        Current = _serving.Cluster.Select(Hash, _failed, _serving.Bound);
        return Current.Server >= 0;
    }
}
