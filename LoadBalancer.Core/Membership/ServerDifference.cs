namespace LoadBalancer.Core.Membership;

/// <summary>A server whose record differs between two memberships; at least one of the two records exists.</summary>
/// <param name="Before">Its record in the first, or <see langword="null"/> if it was not a member.</param>
/// <param name="After">Its record in the second, or <see langword="null"/> if it is not a member.</param>
public readonly record struct ServerDifference(Server? Before, Server? After)
{
    /// <summary>The server.</summary>
    public ServerId Id => (After ?? Before)!.Id;
}
