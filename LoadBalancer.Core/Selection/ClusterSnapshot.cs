using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ketama;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// Everything that placing a request needs, as one immutable object: who is a member, where keys belong, who is
/// usable. A gateway publishes it by one reference write and each request works on the one that it began with.
/// Servers are named by their place in <see cref="MembershipSnapshot.Servers"/>. Thread-safe.
/// </summary>
public sealed class ClusterSnapshot
{
    private readonly ImmutableArray<bool> _usable;

    private ClusterSnapshot(MembershipSnapshot membership, IPlacement placement, ClusterHealth? health, string? digest = null)
    {
        Membership = membership;
        Placement = placement;
        Health = health ?? ClusterHealth.AllHealthy(membership.Servers.Length);
        Digest = digest ?? PlacementDigest.Of(membership, placement);
        _usable =
        [
            .. membership.Servers.Select((server, i) => server.State == ServerState.Active && (Health.IsPanic || Health.IsHealthy(i))),
        ];
        UsableCount = _usable.Count(usable => usable);
        HealthyCount = membership.Servers.Where((server, i) => server.State == ServerState.Active && Health.IsHealthy(i)).Count();
    }

    /// <summary>The members.</summary>
    public MembershipSnapshot Membership { get; }

    /// <summary>Where keys belong.</summary>
    public IPlacement Placement { get; }

    /// <summary>What is thought of the members.</summary>
    public ClusterHealth Health { get; }

    /// <summary>Equal on two gateways exactly when they place every key alike; see <see cref="PlacementDigest"/>.</summary>
    public string Digest { get; }

    /// <summary>How many servers take new requests.</summary>
    public int UsableCount { get; }

    /// <summary>How many servers are active and healthy: fewer than are used where there is panic.</summary>
    public int HealthyCount { get; }

    /// <summary>A snapshot built from nothing. O(points).</summary>
    /// <param name="membership">The members.</param>
    /// <param name="algorithm">How keys are placed.</param>
    /// <param name="weights">The weights in effect, in the membership's order; by default the members' own.</param>
    /// <param name="health">What is thought of the members, in the membership's order; by default all are healthy.</param>
    public static ClusterSnapshot Create(
        MembershipSnapshot membership, PlacementAlgorithm algorithm, ImmutableArray<int> weights = default, ClusterHealth? health = null) =>
        new(membership, Hashing.Placement.Build(algorithm, MembersOf(membership, algorithm, weights)), health);

    /// <summary>
    /// The snapshot that follows this one. Keeps the placement where nothing changed that places keys (a URL or a state
    /// does not), else makes the next one from it: equal to one built from nothing, but cheaper.
    /// </summary>
    /// <param name="membership">The members.</param>
    /// <param name="algorithm">How keys are placed; by default as they are.</param>
    /// <param name="weights">The weights in effect, in the membership's order; by default the members' own.</param>
    /// <param name="health">What is thought of the members, in the membership's order; by default all are healthy.</param>
    public ClusterSnapshot Next(
        MembershipSnapshot membership,
        PlacementAlgorithm? algorithm = null,
        ImmutableArray<int> weights = default,
        ClusterHealth? health = null)
    {
        if (algorithm is { } other && other != Placement.Algorithm)
        {
            return Create(membership, other, weights, health);
        }

        if (ReferenceEquals(membership, Membership) && HasWeights(weights))
        {
            return new(membership, Placement, health, Digest);
        }

        var members = MembersOf(membership, Placement.Algorithm, weights);
        return new(membership, Placement.Members.SequenceEqual(members) ? Placement : Placement.Rebuild(members), health);
    }

    /// <summary>The hash of a key for <see cref="Placement"/>: what <see cref="Select"/> takes. O(n); allocates nothing.</summary>
    public ulong HashOf(ReadOnlySpan<char> key) => KeyHash.Of(Placement.Algorithm, key);

    /// <summary>Whether a server takes new requests: it is active, and healthy unless there is panic.</summary>
    public bool IsUsable(int server) => _usable[server];

    /// <summary>
    /// The most preferred usable server that was not tried and that the bound admits; where the bound admits none, the
    /// most preferred of the others. O(1) expected when the owner can take it; allocates nothing.
    /// </summary>
    /// <param name="hash">The key's hash.</param>
    /// <param name="tried">The servers that failed this request already; a handful.</param>
    /// <param name="bound">The bound on load, or <see langword="null"/> for none.</param>
    public SelectedServer Select(ulong hash, ReadOnlySpan<int> tried, LoadBound? bound = null)
    {
        var owner = Placement.Owner(hash);
        return owner >= 0 && IsCandidate(owner, tried) && bound?.Admits(owner) != false
            ? new(owner, OwnReason(owner))
            : SelectPastOwner(owner, hash, tried, bound);
    }

    private SelectedServer SelectPastOwner(int owner, ulong hash, ReadOnlySpan<int> tried, LoadBound? bound)
    {
        if (UsableCount == 0)
        {
            return SelectedServer.Nobody;
        }

        var reason = WhyPast(owner, tried);
        var (overloaded, doubtful) = (-1, -1);
        Span<ulong> met = stackalloc ulong[CandidateWalk.WordsFor(Membership.Servers.Length)];
        var walk = new CandidateWalk(Placement, hash, met);
        while (walk.MoveNext())
        {
            if (!IsCandidate(walk.Current, tried))
            {
                continue;
            }

            if (tried.Length > 0 && !Health.IsHealthy(walk.Current))
            {
                // In panic a request that has failed already goes to a server that is known to be well, if there is one.
                doubtful = doubtful < 0 ? walk.Current : doubtful;
                continue;
            }

            if (bound?.Admits(walk.Current) != false)
            {
                return new(walk.Current, reason);
            }

            overloaded = overloaded < 0 ? walk.Current : overloaded;
        }

        return overloaded >= 0 ? new(overloaded, overloaded == owner ? OwnReason(owner) : reason)
            : doubtful >= 0 ? new(doubtful, SelectionReason.Panic)
            : SelectedServer.Nobody;
    }

    private SelectionReason OwnReason(int owner) => Health.IsHealthy(owner) ? SelectionReason.Owner : SelectionReason.Panic;

    private SelectionReason WhyPast(int owner, ReadOnlySpan<int> tried) =>
        Membership.Servers[owner].State != ServerState.Active ? SelectionReason.OwnerDraining
        : !_usable[owner] || tried.Contains(owner) ? SelectionReason.OwnerUnhealthy
        : SelectionReason.OwnerOverloaded;

    private bool IsCandidate(int server, ReadOnlySpan<int> tried) => _usable[server] && !tried.Contains(server);

    private bool HasWeights(ImmutableArray<int> weights)
    {
        for (var server = 0; server < Placement.Members.Length; server++)
        {
            if (Placement.Members[server].Weight != (weights.IsDefault ? Membership.Servers[server].Weight : weights[server]))
            {
                return false;
            }
        }

        return true;
    }

    private static PlacementMember[] MembersOf(MembershipSnapshot membership, PlacementAlgorithm algorithm, ImmutableArray<int> weights) =>
        [.. membership.Servers.Select(
            (server, i) => new PlacementMember(server.Id, weights.IsDefault ? server.Weight : weights[i], NameOf(server, algorithm)))];

    private static string? NameOf(Server server, PlacementAlgorithm algorithm) =>
        algorithm == PlacementAlgorithm.Ketama ? KetamaName.FromUrl(server.Url) : null;
}
