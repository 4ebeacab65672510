using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Core.Membership;

/// <summary>A change of a membership; <see cref="MembershipReducer"/> computes the result.</summary>
public abstract record MembershipChange
{
    private MembershipChange()
    {
    }

    /// <summary>
    /// The author of the change, for display: a server, a gateway, or the name of an API key. <see langword="null"/> if unknown.
    /// </summary>
    public string? By { get; init; }

    /// <summary>
    /// The version that the membership must have for the change to be applied; otherwise it is <see cref="MembershipOutcome.Stale"/>.
    /// <see langword="null"/> to change any version.
    /// </summary>
    public MembershipVersion? If { get; init; }

    /// <summary>Whether the change contains a <see cref="Join"/> whose time is still to be determined by the store.</summary>
    public bool NeedsTime => this switch
    {
        Join { At: null } => true,
        Batch { Changes.IsDefault: false } batch => batch.Changes.Any(change => change.NeedsTime),
        _ => false,
    };

    /// <summary>Returns the change with a time for each <see cref="Join"/> that has none. Stores call this with their own time.</summary>
    public MembershipChange StampedAt(DateTimeOffset now) => this switch
    {
        Join { At: null } join => join with { At = now },
        Batch { NeedsTime: true } batch => batch with { Changes = [.. batch.Changes.Select(change => change.StampedAt(now))] },
        _ => this,
    };

    /// <summary>A change to one server.</summary>
    /// <param name="Id">The server.</param>
    public abstract record OfServer(ServerId Id) : MembershipChange;

    /// <summary>
    /// A server joins, returns, or is taken over by a new process: the record becomes active at the new URL. Without a weight or a health
    /// check it keeps the previous one, so that an operator's choice survives a restart.
    /// </summary>
    /// <param name="Id">The server.</param>
    /// <param name="Url">The URL at which it is reached.</param>
    /// <param name="Weight">Its weight, or <see langword="null"/> to keep the current one.</param>
    /// <param name="Instance">The process that holds its lease, or <see langword="null"/> for none.</param>
    /// <param name="At">
    /// When the server joins, or <see langword="null"/> for the time at which the store applies the change, by the store's clock. Slow
    /// start counts from it by that clock, so a process that records a server passes <see langword="null"/>: its own clock may be wrong.
    /// </param>
    /// <param name="Lease">How long the server stays a member without a renewal, or <see langword="null"/> for no lease.</param>
    /// <param name="HealthCheck">
    /// The health check, <see cref="ServerRules.DefaultHealthCheck"/> for the gateways' settings, or <see langword="null"/> to keep the
    /// current one.
    /// </param>
    /// <param name="Build">
    /// The version of the server's program, as <see cref="ServerRules.CheckBuild"/> allows, or <see langword="null"/> if it is unknown.
    /// </param>
    public sealed record Join(
        ServerId Id,
        string Url,
        int? Weight,
        string? Instance,
        DateTimeOffset? At,
        TimeSpan? Lease = null,
        string? HealthCheck = null,
        string? Build = null) : OfServer(Id);

    /// <summary>A server leaves.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="Instance">If specified, only the record of this process is removed, not that of one that took over.</param>
    public sealed record Leave(ServerId Id, string? Instance = null) : OfServer(Id);

    /// <summary>
    /// A server is removed because its lease was not renewed. A registry rejects the change while the server has a lease.
    /// </summary>
    /// <param name="Id">The server.</param>
    /// <param name="Instance">The process whose lease has expired.</param>
    public sealed record Expire(ServerId Id, string Instance) : OfServer(Id);

    /// <summary>A server begins or ends draining.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="State">The new state.</param>
    /// <param name="Instance">If specified, only the record of this process is changed.</param>
    public sealed record SetState(ServerId Id, ServerState State, string? Instance = null) : OfServer(Id);

    /// <summary>A server's weight changes.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="Weight">The new weight.</param>
    public sealed record SetWeight(ServerId Id, int Weight) : OfServer(Id);

    /// <summary>A server's health check changes.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="HealthCheck">
    /// A path, <see cref="ServerRules.TcpHealthCheck"/>, or <see cref="ServerRules.DefaultHealthCheck"/> for the gateways' settings.
    /// </param>
    public sealed record SetHealthCheck(ServerId Id, string HealthCheck) : OfServer(Id);

    /// <summary>The placement algorithm of the whole cluster changes, on all gateways from the same version on.</summary>
    /// <param name="Algorithm">The new algorithm, or <see langword="null"/> to use the gateways' settings.</param>
    public sealed record SetAlgorithm(PlacementAlgorithm? Algorithm) : MembershipChange;

    /// <summary>
    /// Several changes at once, in order: all of them under one new version, or none. The first one that is rejected rejects all with its
    /// reason; a condition of any of them applies to the membership before the batch.
    /// </summary>
    /// <param name="Changes">
    /// Changes of servers and of the algorithm; an expiry, a put-back, or another batch is <see cref="MembershipOutcome.Invalid"/>.
    /// </param>
    public sealed record Batch(ImmutableArray<MembershipChange> Changes) : MembershipChange;

    /// <summary>
    /// Restores what a gateway still knows to a store that has lost its data, or was restored from an older copy; see
    /// <see cref="LostMembership"/>. Conditioned on the store as it was read, since several gateways attempt it at once.
    /// </summary>
    /// <param name="Lost">The newest known version of the lost membership.</param>
    public sealed record PutBack(MembershipSnapshot Lost) : MembershipChange;
}
