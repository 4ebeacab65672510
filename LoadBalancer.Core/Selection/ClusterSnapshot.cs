using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ketama;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// Everything that placing a request requires, as one immutable object: the membership, the placement, and the health. A gateway publishes
/// it by one reference write, and each request uses the one that it began with. Servers are identified by their index in
/// <see cref="MembershipSnapshot.Servers"/>. Thread-safe.
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

    /// <summary>The membership.</summary>
    public MembershipSnapshot Membership { get; }

    /// <summary>The placement of keys.</summary>
    public IPlacement Placement { get; }

    /// <summary>The health of the members.</summary>
    public ClusterHealth Health { get; }

    /// <summary>Equal on two gateways exactly when they place every key alike; see <see cref="PlacementDigest"/>.</summary>
    public string Digest { get; }

    /// <summary>The number of servers that take new requests.</summary>
    public int UsableCount { get; }

    /// <summary>The number of servers that are active and healthy: fewer than are used in panic mode.</summary>
    public int HealthyCount { get; }

    /// <summary>Creates a snapshot from scratch. O(points).</summary>
    /// <param name="membership">The membership.</param>
    /// <param name="algorithm">The placement algorithm.</param>
    /// <param name="weights">The effective weights, in the membership's order; by default the members' own.</param>
    /// <param name="health">The health of the members, in the membership's order; by default all are healthy.</param>
    public static ClusterSnapshot Create(
        MembershipSnapshot membership, PlacementAlgorithm algorithm, ImmutableArray<int> weights = default, ClusterHealth? health = null) =>
        new(membership, Hashing.Placement.Build(algorithm, MembersOf(membership, algorithm, weights)), health);

    /// <summary>
    /// Creates the next snapshot. Keeps the placement if no change affects it (a change of a URL or a state does not), otherwise derives
    /// the next one from it: equal to one built from scratch, but cheaper.
    /// </summary>
    /// <param name="membership">The membership.</param>
    /// <param name="algorithm">The placement algorithm; by default the current one.</param>
    /// <param name="weights">The effective weights, in the membership's order; by default the members' own.</param>
    /// <param name="health">The health of the members, in the membership's order; by default all are healthy.</param>
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

    /// <summary>Returns the hash of a key for <see cref="Placement"/>, as used by <see cref="Select"/>. O(n); does not allocate.</summary>
    public ulong HashOf(ReadOnlySpan<char> key) => KeyHash.Of(Placement.Algorithm, key);

    /// <summary>Whether a server takes new requests: it is active, and healthy except in panic mode.</summary>
    public bool IsUsable(int server) => _usable[server];

    /// <summary>
    /// Selects the most preferred usable server that was not attempted and that the bound admits; if the bound admits none, the most
    /// preferred of the others. O(1) expected if the owner can take the request; does not allocate.
    /// </summary>
    /// <param name="hash">The key's hash.</param>
    /// <param name="tried">The servers that have already failed this request; only a few.</param>
    /// <param name="bound">The load bound, or <see langword="null"/> for none.</param>
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
            return SelectedServer.None;
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
                // In panic mode, a request that has already failed goes to a healthy server, if there is one.
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
            : SelectedServer.None;
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
            (server, i) => new PlacementMember(
                server.Id.Value, weights.IsDefault ? server.Weight : weights[i], NameOf(server, algorithm)))];

    private static string? NameOf(Server server, PlacementAlgorithm algorithm) =>
        algorithm == PlacementAlgorithm.Ketama ? KetamaName.FromUrl(server.Url) : null;
}
