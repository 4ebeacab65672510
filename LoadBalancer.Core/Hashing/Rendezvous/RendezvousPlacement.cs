using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;

namespace LoadBalancer.Core.Hashing.Rendezvous;

/// <summary>
/// Rendezvous or highest-random-weight hashing (Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", 1998) with
/// weights by the logarithmic method (Schindelhauer and Schomaker, 2005), layout v1: a key is owned by the server with the greatest −w ÷ ln
/// u, where u is uniform by hash of key and id. The candidates follow in order of that score. Immutable, thread-safe.
/// </summary>
/// <remarks>
/// <para>Scores are compared as cost ÷ weight with an integer cost (<see cref="RendezvousCost"/>), by cross multiplication: exact, and the
/// same on every machine. Equal scores go to the greater random number, then to the first id.</para>
/// <para>Exactly minimal: a server that joins, leaves, or changes weight moves keys only to or from itself. Finding an owner costs
/// O(servers) mixes and one logarithm for each distinct weight, and each step of a walk costs the same: suitable for hundreds of servers,
/// not for thousands.</para>
/// </remarks>
public sealed class RendezvousPlacement : IPlacement
{
    private readonly RendezvousGroup[] _groups;

    private RendezvousPlacement(ImmutableArray<PlacementMember> members)
    {
        Members = members;
        _groups =
        [
            .. members
                .Select((member, server) => (member.Weight, Server: server, Seed: XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(member.Id))))
                .GroupBy(entry => entry.Weight)
                .Select(group => new RendezvousGroup(
                    group.Key, [.. group.Select(entry => entry.Server)], [.. group.Select(entry => entry.Seed)])),
        ];
    }

    /// <inheritdoc />
    public PlacementAlgorithm Algorithm => PlacementAlgorithm.Rendezvous;

    /// <inheritdoc />
    public ImmutableArray<PlacementMember> Members { get; }

    /// <inheritdoc />
    /// <remarks>One for each server.</remarks>
    public int PointCount => Members.Length;

    /// <summary>Prepares the servers. O(servers · log servers).</summary>
    /// <param name="members">The servers in any order. Without servers the placement owns nothing.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not 1 to 1,000, or there are too many servers.</exception>
    public static RendezvousPlacement Build(IEnumerable<PlacementMember> members) => new(PlacementMembers.Order(members));

    /// <inheritdoc />
    public IPlacement Rebuild(IEnumerable<PlacementMember> members) => Build(members);

    /// <inheritdoc />
    public int Owner(ulong hash)
    {
        if (_groups.Length == 1)
        {
            return _groups[0].Best(hash).Server;
        }

        var best = new RendezvousScore(-1, 0, 0);
        foreach (var group in _groups)
        {
            var (server, number) = group.Best(hash);
            best = best.OrBetter(new(server, number, group.Weight));
        }

        return best.Server;
    }

    /// <inheritdoc />
    public bool Advance(ref CandidateWalk walk)
    {
        if (walk.Count == 0)
        {
            return Members.Length > 0 && walk.TryVisit(Owner(walk.Hash));
        }

        var best = new RendezvousScore(-1, 0, 0);
        foreach (var group in _groups)
        {
            var (server, number) = group.BestUnmet(ref walk);
            best = server < 0 ? best : best.OrBetter(new(server, number, group.Weight));
        }

        return best.Server >= 0 && walk.TryVisit(best.Server);
    }
}
