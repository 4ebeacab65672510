using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam, SODA 2018; arXiv 1608.01350), over any placement: a server is
/// passed over while one more request would give it more than ⌈factor × its weight's share × (requests in flight + 1)⌉. Below the floor it
/// takes every request, so that keys keep their owner while the load is low. Requests that pass over a server go to their next candidate,
/// so the same key overflows to the same server. Created for one snapshot; thread-safe; queries do not allocate.
/// </summary>
public sealed class LoadBound
{
    /// <summary>The default factor: a server takes up to 1.25 times its share.</summary>
    public const double DefaultFactor = 1.25;

    /// <summary>The default floor, in requests in flight on one server.</summary>
    public const int DefaultFloor = 128;

    private readonly ClusterLoad _cluster;
    private readonly ImmutableArray<PlacementMember> _members;
    private readonly ImmutableArray<ServerLoad> _loads;
    private readonly ImmutableArray<double> _parts;
    private readonly int _floor;

    /// <summary>Prepares the bound. O(servers); cheaper after a bound on the same placement.</summary>
    /// <param name="snapshot">The snapshot with the servers; those that take no new requests have no share.</param>
    /// <param name="load">The load of the servers.</param>
    /// <param name="factor">The factor, at least 1: with less, no server could take the last requests.</param>
    /// <param name="floor">The number of requests in flight below which a server is never passed over; 0 or more.</param>
    /// <param name="last">The bound for the previous snapshot with the same load; <see langword="null"/> if there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor or the floor is out of range.</exception>
    public LoadBound(ClusterSnapshot snapshot, ClusterLoad load, double factor, int floor, LoadBound? last = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        _cluster = load;
        _floor = floor;
        var members = _members = snapshot.Placement.Members;
        var usable = Enumerable.Range(0, members.Length).Where(snapshot.IsUsable).Sum(server => (long)members[server].Weight);
        _loads = last is not null && ReferenceEquals(last._cluster, load) && last._members == members
            ? last._loads
            : [.. members.Select(member => load.Of(new(member.Id)))];
        _parts = [.. members.Select(member => usable == 0 ? factor : factor * member.Weight / usable)];
    }

    /// <summary>Returns the maximum number of requests that a server may have in flight at this moment. O(1).</summary>
    public int CapOf(int server) =>
        (int)Math.Min(int.MaxValue, Math.Max(_floor, Math.Ceiling(_parts[server] * (_cluster.InFlight + 1))));

    /// <summary>Whether a server may take one more request. O(1).</summary>
    public bool Admits(int server)
    {
        var inFlight = _loads[server].InFlight;
        return inFlight < _floor || inFlight < CapOf(server);
    }
}
