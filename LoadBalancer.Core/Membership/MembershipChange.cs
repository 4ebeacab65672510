using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Core.Membership;

/// <summary>Something that shall happen to a membership; <see cref="MembershipReducer"/> says what comes of it.</summary>
public abstract record MembershipChange
{
    private MembershipChange()
    {
    }

    /// <summary>
    /// Who asks for it, for people to read: a server, a gateway, the name of an API key. <see langword="null"/> where nobody says so.
    /// </summary>
    public string? By { get; init; }

    /// <summary>
    /// What the membership must be for the change to happen: else it is <see cref="MembershipOutcome.Stale"/>.
    /// <see langword="null"/> to change whatever there is.
    /// </summary>
    public MembershipVersion? If { get; init; }

    /// <summary>A change to one server.</summary>
    /// <param name="Id">The server.</param>
    public abstract record OfServer(string Id) : MembershipChange;

    /// <summary>
    /// A server joins, comes back, or is taken over by a new process: the record becomes active at the new URL.
    /// Without a weight or a health check it keeps the one it had, so that an operator's choice outlives a restart.
    /// </summary>
    /// <param name="Id">The server.</param>
    /// <param name="Url">Where it is reached.</param>
    /// <param name="Weight">Its weight, or <see langword="null"/> to keep the present one.</param>
    /// <param name="Instance">The process that keeps its lease, or <see langword="null"/> for none.</param>
    /// <param name="At">The time of the change.</param>
    /// <param name="Lease">How long the server stays without being renewed, or <see langword="null"/> for no lease.</param>
    /// <param name="HealthCheck">
    /// What gateways probe, <see cref="ServerRules.DefaultHealthCheck"/> for their settings, or <see langword="null"/> to keep what they
    /// probe at present.
    /// </param>
    public sealed record Join(
        string Id,
        string Url,
        int? Weight,
        string? Instance,
        DateTimeOffset At,
        TimeSpan? Lease = null,
        string? HealthCheck = null) : OfServer(Id);

    /// <summary>A server leaves.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="Instance">If given, only this process's record is removed, not that of one that took over.</param>
    public sealed record Leave(string Id, string? Instance = null) : OfServer(Id);

    /// <summary>A server is removed because nobody has renewed its lease. A registry refuses it while the server has one.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="Instance">The process whose lease has run out.</param>
    public sealed record Expire(string Id, string Instance) : OfServer(Id);

    /// <summary>A server begins or ends draining.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="State">What it becomes.</param>
    /// <param name="Instance">If given, only this process's record is changed.</param>
    public sealed record SetState(string Id, ServerState State, string? Instance = null) : OfServer(Id);

    /// <summary>A server's weight changes.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="Weight">What it becomes.</param>
    public sealed record SetWeight(string Id, int Weight) : OfServer(Id);

    /// <summary>Gateways probe something else of a server.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="HealthCheck">
    /// A path, <see cref="ServerRules.TcpHealthCheck"/>, or <see cref="ServerRules.DefaultHealthCheck"/> for the gateways' settings.
    /// </param>
    public sealed record SetHealthCheck(string Id, string HealthCheck) : OfServer(Id);

    /// <summary>The whole cluster places keys in another way, all gateways from the same version on.</summary>
    /// <param name="Algorithm">What it becomes, or <see langword="null"/> to leave it to the gateways' settings.</param>
    public sealed record SetAlgorithm(PlacementAlgorithm? Algorithm) : MembershipChange;

    /// <summary>
    /// Several changes at once, in their order: all of them under one new version, or none. The first that is refused
    /// refuses all with its reason; a condition of any of them is on the membership before the whole.
    /// </summary>
    /// <param name="Changes">
    /// Changes of servers and of the algorithm; an expiry, a put-back or another batch is <see cref="MembershipOutcome.Invalid"/>.
    /// </param>
    public sealed record Batch(ImmutableArray<MembershipChange> Changes) : MembershipChange;

    /// <summary>
    /// A store that has lost a history, or fallen back within it, gets back what a gateway still knows; see
    /// <see cref="LostMembership"/>. Conditioned on the store as it was read, since several gateways try it at once.
    /// </summary>
    /// <param name="Lost">The newest membership that is known of the lost history.</param>
    public sealed record PutBack(MembershipSnapshot Lost) : MembershipChange;
}
