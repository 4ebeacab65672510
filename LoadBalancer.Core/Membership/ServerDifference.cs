namespace LoadBalancer.Core.Membership;

/// <summary>A server whose record differs between two memberships; one of the two is there at least.</summary>
/// <param name="Before">Its record in the first, or <see langword="null"/> if it was not a member.</param>
/// <param name="After">Its record in the second, or <see langword="null"/> if it is no member.</param>
public readonly record struct ServerDifference(Server? Before, Server? After)
{
    /// <summary>The server.</summary>
    public string Id => (After ?? Before)!.Id;
}
