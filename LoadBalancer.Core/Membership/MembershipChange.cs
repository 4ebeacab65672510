using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Core.Membership;

/// <summary>Something that shall happen to a membership; <see cref="MembershipReducer"/> says what comes of it.</summary>
public abstract record MembershipChange
{
    private MembershipChange()
    {
    }

    /// <summary>A change to one server.</summary>
    /// <param name="Id">The server.</param>
    public abstract record OfServer(string Id) : MembershipChange;

    /// <summary>
    /// A server joins, comes back, or is taken over by a new process: the record becomes active at the new URL.
    /// Without a weight it keeps the one it had, so that an operator's choice outlives a restart.
    /// </summary>
    /// <param name="Id">The server.</param>
    /// <param name="Url">Where it is reached.</param>
    /// <param name="Weight">Its weight, or <see langword="null"/> to keep the present one.</param>
    /// <param name="Instance">The process that keeps its lease, or <see langword="null"/> for none.</param>
    /// <param name="At">The time of the change.</param>
    /// <param name="Lease">How long the server stays without being renewed, or <see langword="null"/> for no lease.</param>
    public sealed record Join(string Id, string Url, int? Weight, string? Instance, DateTimeOffset At, TimeSpan? Lease = null) : OfServer(Id);

    /// <summary>A server leaves.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="Instance">If given, only this process's record is removed, not that of one that took over.</param>
    public sealed record Leave(string Id, string? Instance = null) : OfServer(Id);

    /// <summary>A server begins or ends draining.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="State">What it becomes.</param>
    /// <param name="Instance">If given, only this process's record is changed.</param>
    public sealed record SetState(string Id, ServerState State, string? Instance = null) : OfServer(Id);

    /// <summary>A server's weight changes.</summary>
    /// <param name="Id">The server.</param>
    /// <param name="Weight">What it becomes.</param>
    public sealed record SetWeight(string Id, int Weight) : OfServer(Id);

    /// <summary>The whole cluster places keys in another way, all gateways from the same version on.</summary>
    /// <param name="Algorithm">What it becomes, or <see langword="null"/> to leave it to the gateways' settings.</param>
    public sealed record SetAlgorithm(PlacementAlgorithm? Algorithm) : MembershipChange;

    /// <summary>
    /// A store that has lost a history, or fallen back within it, gets back what a gateway still knows; see
    /// <see cref="LostMembership"/>. Nothing happens if the store is no longer as it was read.
    /// </summary>
    /// <param name="Lost">The newest membership that is known of the lost history.</param>
    /// <param name="Epoch">The epoch that the store must have.</param>
    /// <param name="Version">The version that the store must have.</param>
    public sealed record PutBack(MembershipSnapshot Lost, string Epoch, long Version) : MembershipChange;
}
